package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignalsTest {
  /** CHLD is not passed on, but received: it tells about children. */
  private static final List<Integer> RECEIVABLE =
      IntStream.rangeClosed(1, 64)
          .filter(number -> number == 17 || new Signal(number).isForwardable())
          .boxed()
          .toList();

  private static final String FROM_US = " from " + Libc.getpid() + " of user ";

  @Test
  void everyForwardableSignalIsReceivedWithItsSender() throws Exception {
    String user = Long.toString(uid());
    try (Started jvm =
        new OtherJvm(SignalsMain.class)
            .withSignalsBlocked()
            .start(Integer.toString(RECEIVABLE.size()))) {
      jvm.awaitOutput("blocked true\n");

      for (int number : RECEIVABLE) {
        assertThat(jvm.child().signal(new Signal(number))).isTrue();
        jvm.awaitOutput("\n" + number + FROM_US + user + "\n");
      }

      assertThat(jvm.awaitEnd().status()).isZero();
    }
  }

  @Test
  void realTimeSignalsQueueAndOthersCountOnce() throws Exception {
    try (Started jvm = new OtherJvm(SignalsMain.class).withSignalsBlocked().start("300")) {
      jvm.awaitOutput("blocked true\n");

      for (int i = 0; i < 300; i++) {
        jvm.child().signal(new Signal(40));
      }

      Outcome outcome = jvm.awaitEnd();
      assertThat(outcome.status()).isZero();
      assertThat(outcome.lines().stream().filter(line -> line.startsWith("40 from "))).hasSize(300);
    }
  }

  @Test
  void signalsThatArriveBeforeTheStartAreDelivered() throws Exception {
    List<String> numbers = new ArrayList<>();
    for (int number : RECEIVABLE) {
      // Java unblocks TRAP while it handles a fault of its own, as it does when it starts, and the
      // kernel forgets a pending CONT when a stop signal comes; the shell takes CHLD for itself.
      if (number != 5 && number != 18 && number != 17) {
        numbers.add(Integer.toString(number));
      }
    }
    // The shell is the process that becomes Java: it sends each to itself, where it stays pending.
    Outcome outcome =
        new OtherJvm(SignalsMain.class)
            .withSignalsBlocked()
            .behind(
                "/bin/bash",
                "-c",
                "for n in " + String.join(" ", numbers) + "; do kill -$n $$; done; exec \"$@\"",
                "bash")
            .run(Integer.toString(numbers.size()));

    assertThat(outcome.status()).isZero();
    assertThat(outcome.lines().subList(1, outcome.lines().size()))
        .containsExactlyInAnyOrderElementsOf(
            numbers.stream()
                .map(number -> number + " from " + outcome.exit().pid() + " of user " + uid())
                .toList());
  }

  private static long uid() {
    try {
      return (int)
          java.nio.file.Files.getAttribute(java.nio.file.Path.of("/proc/self"), "unix:uid");
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
