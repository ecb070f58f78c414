package dev.ostler.cli;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.StartUp;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The workload blocks all signals, so that each one that reaches it stays pending and the kernel
 * tells which ones have.
 */
class SignalForwardingIT {
  private static final int HUP = 1;
  private static final int INT = 2;
  private static final int QUIT = 3;
  private static final int KILL = 9;
  private static final int USR1 = 10;
  private static final int USR2 = 12;
  private static final int TERM = 15;
  private static final int CONT = 18;
  private static final int FIRST_REAL_TIME = 34;

  /** Faults, what nobody can catch, what Java keeps, what tells about children, the C library's. */
  private static final Set<Integer> NOT_FORWARDABLE = Set.of(4, 7, 8, 9, 11, 16, 17, 19, 32, 33);

  /** They would end, stop or continue the workload; they have tests of their own. */
  private static final Set<Integer> APART = Set.of(INT, TERM, CONT, 20, 21, 22);

  private static OstlerCommand holdingSignals(String... options) {
    return OstlerCommand.running("exec env --block-signal sh -c 'echo up; exec sleep 60'", options);
  }

  private static OstlerProcess start(OstlerCommand command) {
    OstlerProcess ostler = command.start();
    ostler.awaitOutput("up\n");
    return ostler;
  }

  private static void awaitPending(long child, NavigableSet<Integer> expected) {
    Eventually.await(
        "signals pending are " + expected,
        () -> ProcFs.signals(child, "ShdPnd"),
        expected::equals,
        () -> "");
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void everySignalReachesTheChild(StartUp startUp) {
    try (OstlerProcess ostler = start(holdingSignals().startedBy(startUp))) {
      NavigableSet<Integer> sent =
          IntStream.rangeClosed(1, 64)
              .filter(signal -> !NOT_FORWARDABLE.contains(signal) && !APART.contains(signal))
              .boxed()
              .collect(toCollection(TreeSet::new));

      sent.forEach(ostler::signal);

      awaitPending(ostler.awaitChild(), sent);
      ostler.signal(TERM);
      sent.add(TERM);
      sent.add(CONT); // follows every request to stop
      awaitPending(ostler.awaitChild(), sent);
    }
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void interruptReachesTheChildAsItself(StartUp startUp) {
    try (OstlerProcess ostler = start(holdingSignals().startedBy(startUp))) {
      ostler.signal(INT);

      awaitPending(ostler.awaitChild(), new TreeSet<>(Set.of(INT, CONT)));
    }
  }

  @ParameterizedTest
  @MethodSource("stopsFromTheKeyboard")
  void stopFromTheKeyboardBecomesStop(StartUp startUp, int signal) {
    try (OstlerProcess ostler = start(holdingSignals().startedBy(startUp))) {
      long child = ostler.awaitChild();

      ostler.signal(signal);
      Eventually.await("the child is stopped", () -> ProcFs.state(child) == 'T');
      ostler.signal(CONT);
      Eventually.await("the child goes on", () -> ProcFs.state(child) == 'S');

      assertThat(ProcFs.signals(child, "ShdPnd")).containsExactly(CONT);
    }
  }

  static Stream<Object[]> stopsFromTheKeyboard() {
    return Stream.of(StartUp.values())
        .flatMap(startUp -> Stream.of(20, 21, 22).map(signal -> new Object[] {startUp, signal}));
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void signalIsForwardedOnce(StartUp startUp) {
    // Real-time signals are queued, so that one too many would be told, too.
    String count = "trap 'echo 40' 40; trap 'echo 34' 34; echo up; while :; do sleep 0.01; done";
    try (OstlerProcess ostler = start(OstlerCommand.running(count).startedBy(startUp))) {
      ostler.signal(40);
      ostler.awaitOutput("40\n");
      ostler.signal(34);
      ostler.awaitOutput("34\n");

      assertThat(ostler.output()).isEqualTo("up\n40\n34\n");
    }
  }

  @Test
  void signalIsRewrittenOrDropped() {
    try (OstlerProcess ostler =
        start(
            holdingSignals(
                "--rewrite", "HUP=USR1", "--rewrite", "SIGUSR2=", "--rewrite", "RTMIN+1=64"))) {
      ostler.signal(HUP);
      ostler.signal(USR2);
      ostler.signal(35);
      ostler.signal(QUIT); // the last one: what was sent before has been decided

      awaitPending(ostler.awaitChild(), new TreeSet<>(Set.of(USR1, 64, QUIT)));
    }
  }

  @Test
  void requestToStopIsRewritten() {
    try (OstlerProcess ostler = start(holdingSignals("--rewrite", "TERM=QUIT"))) {
      ostler.signal(TERM);

      awaitPending(ostler.awaitChild(), new TreeSet<>(Set.of(QUIT, CONT)));
    }
  }

  @Test
  void stopSignalIsWhatTheChildGetsForATerm() {
    try (OstlerProcess ostler = start(holdingSignals("--stop-signal", "QUIT"))) {
      ostler.signal(TERM);

      awaitPending(ostler.awaitChild(), new TreeSet<>(Set.of(QUIT, CONT)));
    }
  }

  @Test
  void signalReachesTheChildAlone() {
    try (OstlerProcess ostler = start(family())) {
      ostler.signal(USR1);
      awaitPending(ostler.awaitChild(), new TreeSet<>(Set.of(USR1)));

      assertThat(ProcFs.signals(ProcFs.awaitChild(ostler.awaitChild()), "ShdPnd")).isEmpty();
    }
  }

  @Test
  void signalReachesTheWholeGroupIfAsked() {
    try (OstlerProcess ostler = start(family("--group"))) {
      ostler.signal(USR1);

      awaitPending(ostler.awaitChild(), new TreeSet<>(Set.of(USR1)));
      awaitPending(ProcFs.awaitChild(ostler.awaitChild()), new TreeSet<>(Set.of(USR1)));
    }
  }

  private static OstlerCommand family(String... options) {
    return OstlerCommand.running(
        "exec env --block-signal sh -c 'sleep 60 & echo up; exec sleep 60'", options);
  }

  @Test
  void signalWhileNothingRunsIsNotKeptForLater() {
    try (OstlerProcess ostler =
        OstlerCommand.running("echo up; exec sleep 60", "--activation", "/no-such-file").start()) {
      Eventually.await(
          "signals are received",
          () -> ProcFs.descriptors(ostler.pid()).containsValue("anon_inode:[signalfd]"));
      ostler.signal(USR1);
      ostler.signal(TERM);

      assertThat(ostler.result())
          .isEqualTo(new OstlerCommand.Result(0, "", "ostler: on standby\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void signalsSentTogetherFromTheFirstMomentOnAreNotLost(StartUp startUp) {
    try (OstlerProcess ostler = holdingSignals().startedBy(startUp).start()) {
      // From when Java runs: before, it is a shell, which a signal ends.
      Eventually.await(
          "signals are blocked", () -> ProcFs.signals(ostler.pid(), "SigBlk").contains(USR1));
      for (int i = 0; i < 10; i++) {
        Kernel.kill(ostler.pid(), FIRST_REAL_TIME + i);
      }
      Eventually.await("up or ended", () -> ostler.output().equals("up\n") || !ostler.isAlive());
      if (!ostler.isAlive()) {
        // They reached the workload before it had blocked them, which ends it.
        assertThat(ostler.awaitExit()).isBetween(128 + FIRST_REAL_TIME, 128 + FIRST_REAL_TIME + 9);
        return;
      }
      Kernel.kill(ostler.pid(), HUP);

      Eventually.await(
          "the last has arrived",
          () -> ProcFs.signals(ostler.awaitChild(), "ShdPnd").contains(HUP));
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void noThreadOfOursTakesASignalAway(StartUp startUp) {
    try (OstlerProcess ostler = start(holdingSignals().startedBy(startUp))) {
      NavigableSet<Integer> blocked =
          IntStream.rangeClosed(1, 64)
              .filter(signal -> !NOT_FORWARDABLE.contains(signal))
              .boxed()
              .collect(toCollection(TreeSet::new));

      assertThat(ProcFs.threads(ostler.pid()).keySet())
          .isNotEmpty()
          .allSatisfy(thread ->
              assertThat(ProcFs.signals(thread, "SigBlk")).as("blocked").containsAll(blocked));
    }
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void killEndsUsAtOnce(StartUp startUp) {
    try (OstlerProcess ostler = start(holdingSignals().startedBy(startUp))) {
      ostler.signal(KILL);

      assertThat(ostler.awaitExit()).isEqualTo(128 + KILL);
    }
  }
}
