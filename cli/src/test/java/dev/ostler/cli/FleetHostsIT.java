package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.cli.RemoteFleet.Count;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Relay;
import dev.ostler.testing.RemoteHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code ostler fleet} with hosts that are reached by SSH. {@code -Dostler.kills=100} kills more
 * runs, {@code -Dostler.seed=N} at the same moments again.
 */
@Needs({RealPart.HOSTS, RealPart.BUSYBOX})
class FleetHostsIT {
  private static final int KILLS = Integer.getInteger("ostler.kills", 3);
  private static final long SEED = Long.getLong("ostler.seed", System.nanoTime());

  /** Far more than sshd allows programs on a connection. */
  private static final int MANY = 50;

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
  void secondApplyLogsInOnceAndChangesNothing() {
    fleet.write(web("sleep 1000", "content: one"));

    Result before = fleet.run("plan");
    Result first = fleet.run("apply");
    Map<RemoteHost, Count> start = fleet.counts();
    Result second = fleet.run("apply");
    Result plan = fleet.run("plan");

    assertThat(before.status()).isEqualTo(2);
    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(second.status()).isZero();
    assertThat(plan).isEqualTo(new Result(0, "fleet fleet: 2 unchanged\n", ""));
    fleet
        .since(start)
        .forEach((host, count) -> {
          assertThat(RemoteFleet.containers(host)).containsExactly("web running");
          assertThat(count.logins()).isEqualTo(2);
          // Version, list and file, twice.
          assertThat(count.calls()).hasSize(6).allMatch(call -> call.startsWith("GET "));
        });
  }

  @Test
  void versionThatFailsOnOneHostIsTakenBackOnAll() throws IOException {
    fleet.host(1).run("touch", "/run/flag");
    fleet.write(web("sleep 1000", "content: one"));
    fleet.run("apply");
    fleet.write(web("test -e /host/flag && sleep 2000", "content: two"));

    Result apply = fleet.run("apply");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(apply.errors())
        .endsWith(
            """
            ostler: web on host1 taken back: it failed on another host
            ostler: web on host2 failed: cannot bring web on host2 to work: it ended with status 1; the container before is back
            """);
    for (RemoteHost host : fleet.hosts()) {
      assertThat(RemoteFleet.containers(host)).containsExactly("web running");
      assertThat(host.docker("exec", "web", "cat", "/etc/web")).isEqualTo("one");
    }
  }

  @Test
  void hostThatIsCutOffIsUnknownAndNothingOfItIsForgotten() {
    fleet.write(web("sleep 1000", "content: one"));
    fleet.run("apply");
    fleet.write(web("sleep 1000", "content: two"));
    fleet.host(2).disconnect();

    Result apply = fleet.run("apply");
    List<String> untouched = RemoteFleet.containers(fleet.host(1));
    Result without = fleet.run("apply", "--skip-unreachable");
    fleet.host(2).reconnect();
    Result again = fleet.run("apply");

    assertThat(apply.status()).isEqualTo(69);
    assertThat(apply.errors())
        .endsWith(
            ("ostler: cannot begin: not all hosts answer; nothing was changed (host2: cannot ask for"
                    + " the version of the API on ssh://root@%s:22: No route to host)\n")
                .formatted(fleet.host(2).address()));
    assertThat(untouched).containsExactly("web running");
    assertThat(without.status()).as(without.errors()).isZero();
    assertThat(again.status()).as(again.errors()).isZero();
    assertThat(again.errors()).startsWith("fleet fleet: 1 to update, 1 unchanged\n");
    assertThat(fleet.run("plan").status()).isZero();
  }

  @Test
  void linkThatBreaksWhileAFileIsSentIsMadeAnewOnce() throws IOException {
    writeBigFile();
    try (Relay relay = relay()) {
      fleet.write(addresses(relay), web("sleep 1000", "from: big"));
      relay.cutAfter(5_000_000);

      Result apply = fleet.run("apply");

      assertThat(apply.status()).as(apply.errors()).isZero();
      assertThat(relay.connections()).isEqualTo(2);
      assertThat(fleet.host(2).docker("exec", "web", "cat", "/etc/web")).hasSize(8 << 20);
    }
  }

  /** Until sshd has noticed it, the engine waits for the rest of the file. */
  @Test
  void linkThatIsGoneWhileAFileIsSentIsToldAndTheNextRunGoesOn() throws Exception {
    RemoteHost host = fleet.host(2);
    host.ssh().restartWith(Map.of("ClientAliveInterval", "1", "ClientAliveCountMax", "1"));
    writeBigFile();
    try (Relay relay = relay().withBandwidth(4_000_000)) {
      fleet.write(addresses(relay), web("sleep 1000", "from: big"));

      Process apply = fleet.begin("apply");
      Eventually.await("some of it was sent", () -> relay.carried() > 3_000_000);
      host.disconnect();
      relay.cut();
      int status = apply.waitFor();
      Eventually.await("sshd gives the login up", host.ssh()::isIdle);
      host.reconnect();
      relay.withBandwidth(Long.MAX_VALUE);
      Result next = fleet.run("apply");

      assertThat(status).isEqualTo(1);
      assertThat(fleet.output())
          .contains("ostler: web on host2 failed: cannot list containers on ssh://root@127.0.0.1:");
      assertThat(next.status()).as(next.errors()).isZero();
      assertThat(fleet.run("plan").status()).isZero();
    } finally {
      host.ssh().restartWith(Map.of());
    }
  }

  @Test
  void runsThatAreKilledAtAnyMomentAreFinishedByTheNext() throws Exception {
    Random random = new Random(SEED);
    fleet.write(web("sleep 1000", "content: first"));
    fleet.run("apply");
    for (int kill = 0; kill < KILLS; kill++) {
      String seed = "kill " + kill + " of -Dostler.seed=" + SEED;
      fleet.write(web("sleep " + (2000 + kill), "content: version" + kill));
      Process apply = fleet.begin("apply");
      boolean _ = apply.waitFor(300 + random.nextInt(1500), TimeUnit.MILLISECONDS);
      apply.destroyForcibly().waitFor();

      Result next = fleet.run("apply");

      assertThat(next.status()).as(seed + "\n" + next.errors()).isZero();
      for (RemoteHost host : fleet.hosts()) {
        assertThat(RemoteFleet.containers(host)).as(seed).containsOnlyOnce("web running");
        assertThat(RemoteFleet.containers(host)).as(seed).hasSizeLessThanOrEqualTo(2);
        assertThat(host.docker("exec", "web", "cat", "/etc/web")).isEqualTo("version" + kill);
        assertThat(host.docker("volume", "ls", "--quiet")).as(seed).isEmpty();
      }
      assertThat(fleet.run("plan").status()).as(seed).isZero();
    }
  }

  @Test
  void manyContainersNeedOneLoginAlsoWhereOnlyProgramsReachTheEngine() {
    RemoteHost host = fleet.host(1);
    host.ssh()
        .restartWith(
            Map.of(
                "AllowStreamLocalForwarding", "no",
                "MaxSessions", "10",
                "MaxStartups", "10:30:100"));
    try {
      fleet.write(many());
      Map<RemoteHost, Count> counts = fleet.counts();

      Result apply = fleet.run("apply");

      assertThat(apply.status()).as(apply.errors()).isZero();
      assertThat(RemoteFleet.containers(host))
          .hasSize(MANY)
          .allMatch(one -> one.endsWith("running"));
      assertThat(fleet.since(counts)).extractingByKey(host).extracting(Count::logins).isEqualTo(1L);
      assertThat(host.ssh().mostSessions()).isBetween(2, 10);
    } finally {
      host.ssh().restartWith(Map.of());
    }
  }

  private static String many() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      all.append(
          web("sleep 1000", "content: one")
              .replace("web:\n", "web" + i + ":\n")
              .replace("[host1, host2]", "host1"));
    }
    return all.toString();
  }

  private static Relay relay() {
    return Relay.to(new InetSocketAddress(fleet.host(2).address(), 22));
  }

  private static List<String> addresses(Relay relay) {
    return List.of(RemoteFleet.address(fleet.host(1)), RemoteFleet.address(fleet.host(2), relay));
  }

  private static void writeBigFile() throws IOException {
    Files.writeString(fleet.folder().resolve("big"), "0123456789abcdef".repeat(1 << 19));
  }

  private static String web(String command, String content) {
    return """
    web:
      on: [host1, host2]
      image: IMAGE
      command: [sh, -c, COMMAND]
      network_mode: host
      stop_signal: SIGKILL
      mounts: [{source: /run, target: /host}]
      files: {/etc/web: {CONTENT}}
      update: {monitor: 200ms}
    """
        .replace("IMAGE", RemoteFleet.IMAGE)
        .replace("COMMAND", command)
        .replace("CONTENT", content);
  }
}
