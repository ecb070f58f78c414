package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options of {@code ostler fleet} change. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class FleetOptionsIT {
  @TempDir private Path folder;
  private LocalFleet fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = new LocalFleet(folder);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void whatIsRememberedLiesWhereStateSays() {
    Path state = folder.resolve("elsewhere");

    Result apply = fleet.run("apply", "--state", state.toString());
    Result plan = fleet.run("plan", "--state", state.toString());

    assertThat(apply.status()).as(apply.errors()).isZero();
    assertThat(plan.status()).as(plan.output()).isZero();
    assertThat(state).isRegularFile();
    assertThat(folder.resolve("elsewhere.key")).isRegularFile();
    assertThat(folder.resolve("fleet.yaml.state")).doesNotExist();
  }

  @Test
  void lockOfSomebodyElseIsWaitedForAsLongAsItIsSaid() throws Exception {
    LocalFleet.docker(
        "volume",
        "create",
        "--label",
        "dev.ostler.lock.holder=elsewhere/1//x",
        "--label",
        "dev.ostler.lock.who=anna@elsewhere",
        "--label",
        "dev.ostler.lock.since=2026-01-01T00:00:00Z",
        "ostler-lock-" + fleet.name());
    Path log = folder.resolve("waiting.log");
    Process waiting =
        new ProcessBuilder(fleet.command("apply", "--lock-wait", "60s"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Eventually.await(
        "all but the lock is there", () -> Files.readString(log).contains("1 to create"));

    fleet.run("unlock", "--yes"); // takes longer than whoever does not wait

    assertThat(waiting.waitFor()).as(Files.readString(log)).isZero();
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }

  @Test
  void pruneLeavesAsManyEarlierContainersAsAreToBeKept() throws IOException {
    fleet.run("apply");
    fleet.write("sleep 2000", "two");
    fleet.run("apply");

    Result prune = fleet.run("prune", "--keep", "1");

    assertThat(prune.status()).as(prune.errors()).isZero();
    assertThat(fleet.containers()).hasSize(2).contains(fleet.web());
  }

  @Test
  void onlyADeepLookFindsWhatNoListShows() {
    fleet.run("apply");
    LocalFleet.docker("update", "--restart", "always", fleet.web());

    Result plan = fleet.run("plan");
    Result deep = fleet.run("plan", "--deep");

    assertThat(plan.status()).as(plan.output()).isZero();
    assertThat(deep.status()).as(deep.output()).isEqualTo(2);
    assertThat(deep.output()).contains("restart");
  }

  @Test
  void logsBeginWhereSinceSays() throws IOException {
    fleet.write("echo said; sleep 1000", "one");
    fleet.run("apply");
    String said = "here  " + fleet.web() + "  said\n";

    Eventually.await(
        "it is older than a second",
        () -> fleet.run("logs", "--since", "1s").equals(new Result(0, "", "")));

    assertThat(fleet.run("logs", "--since", "1h")).isEqualTo(new Result(0, said, ""));
  }

  @Test
  void noMoreHostsAreLookedAtTogetherThanParallelSays() throws IOException {
    StringBuilder hosts = new StringBuilder("name: many\nhosts:\n");
    try (SlowEngines engines = SlowEngines.at(folder, 3)) {
      engines
          .addresses()
          .forEach(
              (host, address) -> hosts.append("  %s: {engine: \"%s\"}\n".formatted(host, address)));
      Path file = Files.writeString(folder.resolve("many.yaml"), hosts);

      Result all = LocalFleet.run(file, "status");
      int together = engines.most();
      Result single = LocalFleet.run(file, "status", "--parallel", "1");

      assertThat(all.status()).isEqualTo(single.status()).isEqualTo(69);
      assertThat(together).isEqualTo(3);
      assertThat(engines.most()).isEqualTo(1);
    }
  }
}
