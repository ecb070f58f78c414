package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopIT {
  private static final int INT = 2;
  private static final int KILL = 9;
  private static final int TERM = 15;
  private static final int STOP = 19;
  private static final String KILLING = "ostler: killing what has not ended\n";

  private static OstlerProcess start(String script, String... options) {
    OstlerProcess ostler = OstlerCommand.running(script, options).start();
    ostler.awaitOutput("up\n");
    return ostler;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @ParameterizedTest
  @ValueSource(ints = {TERM, INT})
  void requestToStopEndsTheChildAndPassesItsStatusOn(int signal) {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      ostler.signal(signal);

      assertThat(ostler.result()).isEqualTo(new Result(128 + signal, "up\n", ""));
    }
  }

  @Test
  void childThatEndsInOrderDecidesTheStatus() {
    try (OstlerProcess ostler =
        start("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.01; done")) {
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(3, "up\nbye\n", ""));
    }
  }

  @Test
  void childThatDoesNotEndIsKilledWhenItsTimeIsUp() {
    try (OstlerProcess ostler =
        start("trap '' TERM; echo up; exec sleep 60", "--stop-within", "2s")) {
      long start = System.nanoTime();
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + KILL, "up\n", KILLING));
      assertThat(since(start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
    }
  }

  @Test
  void secondRequestHurries() {
    try (OstlerProcess ostler = start("trap '' TERM; echo up; exec sleep 60")) {
      long start = System.nanoTime();
      ostler.signal(TERM);
      // Two of the same kind that nobody has taken yet are one to the kernel.
      Eventually.await(
          "the first is taken", () -> !ProcFs.signals(ostler.pid(), "ShdPnd").contains(TERM));
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + KILL, "up\n", KILLING));
      assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void stoppedChildEndsInTime() {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      long child = ostler.awaitChild();
      ostler.signal(20); // forwarded as STOP
      Eventually.await("the child is stopped", () -> ProcFs.state(child) == 'T');
      long start = System.nanoTime();
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\n", ""));
      assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void stoppedMemberOfTheGroupEndsInTimeToo() {
    try (OstlerProcess ostler = start("sh -c 'kill -STOP $$; sleep 60' & echo up; exec sleep 60")) {
      long member = ProcFs.awaitChild(ostler.awaitChild());
      Eventually.await("it is stopped", () -> ProcFs.state(member) == 'T');
      long start = System.nanoTime();
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\n", ""));
      assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
      assertThat(ProcFs.isAlive(member)).isFalse();
    }
  }

  @Test
  void membersOfTheGroupThatOutliveTheLeaderGetTheSignalAndTheirTime() {
    String member = "trap 'echo member ends; exit' TERM; echo up; while :; do sleep 0.01; done";
    try (OstlerProcess ostler = start("sh -c \"" + member + "\" 2>/dev/null & exec sleep 60")) {
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\nmember ends\n", ""));
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void membersOfTheGroupThatIgnoreItAreKilledAndTheLeadersStatusStays() {
    try (OstlerProcess ostler =
        start(
            "sh -c \"trap '' TERM; echo up; sleep 60\" & trap 'exit 3' TERM;"
                + " while :; do sleep 0.01; done",
            "--stop-within",
            "500ms")) {
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(3, "up\n", KILLING));
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void membersOfTheGroupAreEndedWhenTheLeaderEndsByItself() {
    try (OstlerProcess ostler = OstlerCommand.running("sleep 60 & exit 5").start()) {
      assertThat(ostler.awaitExit()).isEqualTo(5);
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void orphanInASessionOfItsOwnIsEndedToo() {
    try (OstlerProcess ostler = start("setsid sleep 60 & echo up; exec sleep 60")) {
      Eventually.await("all are there", () -> ostler.descendants().size() == 2);
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\n", ""));
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void daemonThatIgnoresTheRequestIsKilled() {
    String daemon = "trap '' TERM; echo up; while :; do sleep 0.1; done";
    try (OstlerProcess ostler =
        start("setsid -f sh -c \"" + daemon + "\"; exec sleep 60", "--stop-within", "500ms")) {
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void stoppedDaemonIsEndedInTime() {
    try (OstlerProcess ostler =
        start("setsid -f sh -c 'echo up; kill -STOP $$'; exec sleep 60", "--stop-within", "60s")) {
      long start = System.nanoTime();
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
      assertThat(since(start)).isLessThan(Duration.ofSeconds(20));
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void processesThatMultiplyWhileTheyAreEndedAreEndedAllTheSame() {
    // Each one that is asked to end leaves another behind, ten times over.
    String breed =
        "export N=$((N + 1)); trap '[ $N -gt 10 ] || setsid -f sh -c \"$BREED\"; exit' TERM;"
            + " echo up; while :; do sleep 0.01; done";
    try (OstlerProcess ostler =
        OstlerCommand.running("setsid -f sh -c \"$BREED\"; exec sleep 60", "--stop-within", "3s")
            .with("BREED", breed)
            .start()) {
      ostler.awaitOutput("up\n");
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void daemonsThatAppearOnlyAsTheirParentEndsAreEndedToo() {
    // Three generations in sessions of their own; each ignores the request and hides the next.
    String generation =
        "trap '' TERM; N=$((N + 1)); export N; [ $N -gt 3 ] || setsid sh -c \"$NEXT\" & echo up$N;"
            + " sleep 60; true";
    try (OstlerProcess ostler =
        OstlerCommand.running("setsid -f sh -c \"$NEXT\"; exec sleep 60", "--stop-within", "500ms")
            .with("NEXT", generation)
            .start()) {
      ostler.awaitOutput("up4\n");
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void daemonsThatAppearOnlyAsTheirParentEndsAreAskedToo() {
    String hidden = "trap 'echo hidden ends; exit' TERM; echo up; while :; do sleep 0.01; done";
    try (OstlerProcess ostler =
        OstlerCommand.running(
                "setsid -f sh -c 'setsid sh -c \"$HIDDEN\" 2>/dev/null & wait'; exec sleep 60")
            .with("HIDDEN", hidden)
            .start()) {
      ostler.awaitOutput("up\n");
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\nhidden ends\n", ""));
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void stopIsQuickIfTheChildIs() {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      long start = System.nanoTime();
      ostler.signal(TERM);
      ostler.awaitExit();

      // The benchmarks measure it; here a machine may be busy.
      assertThat((double) since(start).toMillis()).isCloseTo(0, within(1000.0));
    }
  }

  @Test
  void requestBeforeTheFirstStartEndsUsWithoutOne() {
    try (OstlerProcess ostler =
        OstlerCommand.running("echo up", "--activation", "/no-such-file").start()) {
      Eventually.await(
          "signals are received",
          () -> ProcFs.descriptors(ostler.pid()).containsValue("anon_inode:[signalfd]"));
      ostler.signal(INT);

      assertThat(ostler.result()).isEqualTo(new Result(0, "", "ostler: on standby\n"));
    }
  }

  @Test
  void stopOfOurselvesHasNoEffectOnTheOrder() {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      ostler.signal(STOP);
      Eventually.await("we are stopped", () -> ProcFs.state(ostler.pid()) == 'T');
      ostler.signal(TERM);
      ostler.signal(18);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\n", ""));
    }
  }
}
