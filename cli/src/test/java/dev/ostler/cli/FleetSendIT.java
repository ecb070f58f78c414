package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.cli.RemoteFleet.Count;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Relay;
import dev.ostler.testing.RemoteHost;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ostler fleet} sends images to hosts that reach no registry, also over bad links. */
@Needs({RealPart.HOSTS, RealPart.BUSYBOX})
class FleetSendIT {
  private static final String SENT = "ostler.invalid/sent:1";

  /** What an engine has of an image of which only a part came. */
  private static final String LEFT_OVER =
      "find \"$(docker info --format '{{.DockerRootDir}}')/tmp\" -mindepth 1; "
          + "docker images --all --quiet --filter dangling=true";

  private static RemoteFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = RemoteFleet.start();
  }

  @AfterAll
  static void close() {
    fleet.close();
  }

  @AfterEach
  void clear() throws Exception {
    fleet.clear();
    for (RemoteHost host : fleet.hosts()) {
      host.run("sh", "-c", "docker rmi --force " + SENT + " || :");
      host.docker("image", "prune", "--force");
    }
  }

  @Test
  void imageIsSentOnceToHostsThatHaveNoRegistry() throws IOException {
    saveImage("one");
    fleet.write(sent("web") + sent("web2"));
    Map<RemoteHost, Count> start = fleet.counts();

    Result first = fleet.run("apply");
    Result plan = fleet.run("plan");
    Map<RemoteHost, Count> sent = fleet.since(start);
    saveImage("two");
    Result other = fleet.run("apply");

    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(plan.status()).isZero();
    assertThat(other.status()).as(other.errors()).isZero();
    sent.forEach((host, count) -> {
      assertThat(count.calls()).filteredOn(call -> call.contains("/images/load")).hasSize(1);
      assertThat(host.docker("exec", "web", "cat", "/version")).isEqualTo("two");
    });
  }

  @Test
  void linkThatBreaksWhileAnImageIsSentIsMadeAnewAndTheImageSentAgain() throws IOException {
    saveImage(randomText(8 << 20));
    try (Relay relay = relay()) {
      fleet.write(addresses(relay), sent("web"));
      relay.cutAfter(5_000_000);

      Result apply = fleet.run("apply");

      assertThat(apply.status()).as(apply.errors()).isZero();
      assertThat(relay.connections()).isEqualTo(2);
      assertSentWhole(fleet.host(2));
    }
  }

  /** Until sshd has noticed it, the engine waits for the rest of the image. */
  @Test
  void linkThatIsGoneWhileAnImageIsSentIsToldAndTheNextRunSendsItWhole() throws Exception {
    RemoteHost host = fleet.host(2);
    host.ssh().restartWith(Map.of("ClientAliveInterval", "1", "ClientAliveCountMax", "1"));
    saveImage(randomText(8 << 20));
    try (Relay relay = relay().withBandwidth(4_000_000)) {
      fleet.write(addresses(relay), sent("web"));

      Process apply = fleet.begin("apply");
      Eventually.await("some of it was sent", () -> relay.carried() > 3_000_000);
      host.disconnect();
      relay.cut();
      int status = apply.waitFor();
      List<String> meanwhile = RemoteFleet.containers(host);
      Eventually.await("sshd gives the login up", host.ssh()::isIdle);
      host.reconnect();
      relay.withBandwidth(Long.MAX_VALUE);
      Result next = fleet.run("apply");

      assertThat(status).isEqualTo(1);
      assertThat(fleet.output())
          .contains("ostler: web on host2 failed: cannot list containers on ssh://root@127.0.0.1:");
      assertThat(meanwhile).isEmpty();
      assertThat(next.status()).as(next.errors()).isZero();
      assertSentWhole(host);
      assertThat(fleet.run("plan").status()).isZero();
    } finally {
      host.ssh().restartWith(Map.of());
    }
  }

  @Test
  void runThatIsKilledWhileItSendsAnImageIsFinishedByTheNext() throws Exception {
    saveImage(randomText(8 << 20));
    try (Relay relay = relay().withBandwidth(4_000_000)) {
      fleet.write(addresses(relay), sent("web"));

      Process apply = fleet.begin("apply");
      Eventually.await("some of it was sent", () -> relay.carried() > 3_000_000);
      apply.destroyForcibly().waitFor();
      relay.withBandwidth(Long.MAX_VALUE);
      Result next = fleet.run("apply");

      assertThat(next.status()).as(next.errors()).isZero();
      assertSentWhole(fleet.host(2));
      assertThat(fleet.host(2).docker("volume", "ls", "--quiet")).isEmpty();
      assertThat(fleet.run("plan").status()).isZero();
    }
  }

  private static void assertSentWhole(RemoteHost host) {
    assertThat(RemoteFleet.containers(host)).containsExactly("web running");
    assertThat(host.docker("exec", "web", "cat", "/version")).hasSize(8 << 20);
    Eventually.await(
        "nothing is left of what came in part",
        () -> host.run("sh", "-c", LEFT_OVER),
        String::isEmpty,
        () -> "\n" + host.docker("images", "--all"));
  }

  /** Made and saved on a host, and known to none after that. */
  private static void saveImage(String version) throws IOException {
    RemoteHost host = fleet.host(1);
    Path root = fleet.folder().resolve("image");
    Files.writeString(root.resolve("version"), version);
    Path file = fleet.folder().resolve("sent.tar");
    String docker = "docker --host unix://" + host.socket();
    Tool.run(
        "sh",
        "-c",
        "tar -C %s -c . | %s import - %s && %s save --output %s %s"
            .formatted(root, docker, SENT, docker, file, SENT));
    Files.delete(root.resolve("version"));
    host.docker("rmi", "--force", SENT);
  }

  /** That no line makes shorter. */
  private static String randomText(int size) {
    byte[] bytes = new byte[size / 2];
    new Random(1).nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Relay relay() {
    return Relay.to(new InetSocketAddress(fleet.host(2).address(), 22));
  }

  private static List<String> addresses(Relay relay) {
    return List.of(RemoteFleet.address(fleet.host(1)), RemoteFleet.address(fleet.host(2), relay));
  }

  private static String sent(String name) {
    return """
    NAME:
      on: [host1, host2]
      image: IMAGE
      imageFrom: sent.tar
      command: [sleep, "1000"]
      network_mode: host
      stop_signal: SIGKILL
      update: {monitor: 200ms}
    """
        .replace("NAME", name)
        .replace("IMAGE", SENT);
  }
}
