package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RemoteHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users of {@code ostler fleet} are told when one of two hosts is not as it should be. */
@Needs({RealPart.HOSTS, RealPart.BUSYBOX})
class FleetHostFaultsIT {
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
  }

  @Test
  void hostWithAnotherKeyIsRefused() {
    RemoteHost good = fleet.host(1);
    RemoteHost bad = fleet.host(2);
    Path known = good.ssh().knownHosts(bad.address());
    fleet.write(
        List.of(
            RemoteFleet.address(good),
            RemoteFleet.address(bad.address(), 22, bad.ssh().identity(), known)),
        web("host"));

    Result apply = fleet.run("apply");

    assertUnreachable(
        apply,
        "its host key is ssh-ed25519 %s, but %s:1 has ssh-ed25519 %s: it was set up anew, or somebody listens in; if the change is meant, run `ssh-keygen -R %s -f %s` and `ssh-keyscan %s >> %s`"
            .formatted(
                bad.ssh().fingerprint(),
                known,
                good.ssh().fingerprint(),
                bad.address(),
                known,
                bad.address(),
                known));
  }

  @Test
  void keyThatIsNotLetInIsNamed() {
    RemoteHost bad = fleet.host(2);
    Path stranger = fleet.host(1).ssh().identity();
    fleet.write(
        List.of(
            RemoteFleet.address(fleet.host(1)),
            RemoteFleet.address(bad.address(), 22, stranger, bad.ssh().knownHosts())),
        web("host"));

    Result apply = fleet.run("apply");

    assertUnreachable(
        apply,
        "it does not let root in: it wants publickey and was offered the keys %s and no password"
            .formatted(stranger));
  }

  @Test
  void hostWithoutAnEngineIsNamed() {
    fleet.write(web("host"));
    fleet.host(2).stopEngine();

    Result apply = fleet.run("apply");
    List<String> meanwhile = RemoteFleet.containers(fleet.host(1));
    fleet.host(2).startEngine();
    Result again = fleet.run("apply");

    assertThat(meanwhile).isEmpty();
    assertUnknown(
        apply,
        "no connection to /var/run/docker.sock there, and `docker system dial-stdio` ended with status 1: failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: no such file or directory; is the engine running, and may root use it?");
    assertThat(again.status()).as(again.errors()).isZero();
  }

  @Test
  void foreignContainerOfTheSameNameStopsAllBeforeTheBegin() {
    fleet.write(web("host"));
    fleet.host(2).docker("create", "--name", "web", RemoteFleet.IMAGE, "true");

    Result apply = fleet.run("apply");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(lastLine(apply))
        .matches(
            "ostler: cannot begin: web on host2: container [0-9a-f]{12} has the name web and is not"
                + " ours; adopt it with 'ostler fleet adopt', or give one of them another name");
    assertThat(RemoteFleet.containers(fleet.host(1))).isEmpty();
    assertThat(RemoteFleet.containers(fleet.host(2))).containsExactly("web created");
  }

  @Test
  void portThatIsTakenTakesTheChangeBackOnAll() {
    fleet.write(web("host"));
    fleet.run("apply");
    fleet.write(web("bridge") + "  ports: [\"8080:80\"]\n");
    RemoteHost bad = fleet.host(2);
    bad.docker(
        "run", "--detach", "--name", "other", "-p", "8080:80", RemoteFleet.IMAGE, "sleep", "99");

    Result apply = fleet.run("apply");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(lastLine(apply))
        .matches(
            "ostler: web on host2 failed: cannot start container [0-9a-f]{12} on ssh://root@%s:22: .*8080.* port is already allocated \\(500\\); the container before is back"
                .formatted(bad.address().replace(".", "\\.")));
    assertThat(RemoteFleet.containers(fleet.host(1))).containsExactly("web running");
    assertThat(RemoteFleet.containers(bad)).containsExactly("other running", "web running");
    assertThat(bad.docker("inspect", "--format", "{{.HostConfig.NetworkMode}}", "web"))
        .isEqualTo("host");
  }

  @Test
  void imageThatIsNotThereLeavesTheContainersAsTheyAre() {
    fleet.write(web("host"));
    fleet.run("apply");
    List<String> before = ids();
    fleet.write(web("host").replace("small:1", "small:2"));

    Result apply = fleet.run("apply");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(apply.errors().lines())
        .anyMatch(line ->
            line.matches(
                "ostler: web on host1 failed: cannot pull image ostler\\.invalid/small:2 on"
                    + " ssh://root@%s:22: Get \"https://ostler\\.invalid/v2/\": dial tcp: .+ \\(500\\)"
                        .formatted(fleet.host(1).address().replace(".", "\\."))))
        .endsWith("ostler: web on host2 aborted: web failed on another host");
    assertThat(ids()).isEqualTo(before);
  }

  @Test
  void fullDiskTakesTheChangeBackOnAllAndLeavesNothing() throws IOException {
    fleet.write(web("host"));
    fleet.run("apply");
    RemoteHost bad = fleet.host(2);
    Files.writeString(fleet.folder().resolve("big"), "0123456789abcdef".repeat(1 << 19));
    fleet.write(web("host").replace("1000", "2000") + "  files: {/etc/big: {from: big}}\n");
    bad.fillDisk();

    Result apply = fleet.run("apply");
    List<String> meanwhile = RemoteFleet.containers(bad);
    bad.emptyDisk();
    Result again = fleet.run("apply");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(lastLine(apply))
        .matches(
            "ostler: web on host2 failed: cannot put files into / in container [0-9a-f]{12} on ssh://root@%s:22: .*no space left on device \\(500\\)"
                .formatted(bad.address().replace(".", "\\.")));
    assertThat(meanwhile).containsExactly("web running");
    assertThat(again.status()).as(again.errors()).isZero();
  }

  private static void assertUnreachable(Result apply, String reason) {
    assertUnknown(apply, reason);
    assertThat(RemoteFleet.containers(fleet.host(1))).isEmpty();
  }

  private static void assertUnknown(Result apply, String reason) {
    assertThat(apply.status()).isEqualTo(69);
    assertThat(lastLine(apply))
        .isEqualTo(
            "ostler: cannot begin: not all hosts answer; nothing was changed (host2: cannot ask for"
                + " the version of the API on ssh://root@%s:22: %s)",
            fleet.host(2).address(), reason);
  }

  private static String lastLine(Result result) {
    return result.errors().lines().toList().getLast();
  }

  private static List<String> ids() {
    return fleet.hosts().stream()
        .map(host -> host.docker("ps", "--all", "--no-trunc", "--quiet"))
        .toList();
  }

  private static String web(String network) {
    return """
    web:
      on: [host1, host2]
      image: IMAGE
      command: [sleep, "1000"]
      network_mode: NETWORK
      stop_signal: SIGKILL
      update: {monitor: 200ms}
    """
        .replace("IMAGE", RemoteFleet.IMAGE)
        .replace("NETWORK", network);
  }
}
