package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PollerTest {
  private static final long MILLISECOND = 1_000_000;

  private final List<String> events = new ArrayList<>();
  private int descriptors;
  private Poller poller;
  private Timer timer;
  private Wakeup wakeup;

  @BeforeEach
  void open() throws IOException {
    descriptors = OwnState.descriptors();
    poller = Poller.open();
    timer = Timer.open();
    wakeup = Wakeup.open();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    timer.close();
    wakeup.close();
    poller.close();
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
  }

  private void add(Wakeup pollable, String name) throws IOException {
    poller.add(
        pollable,
        () -> {
          pollable.acknowledge();
          events.add(name);
        });
  }

  @Test
  void nothingIsReadyAtFirst() throws Exception {
    add(wakeup, "wake");
    poller.add(timer, () -> events.add("time"));

    assertThat(poller.pollNow()).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void wakesBeforeTheLookCountAsOne() throws Exception {
    add(wakeup, "wake");
    wakeup.wake();
    wakeup.wake();

    assertThat(poller.pollNow()).isTrue();
    assertThat(poller.pollNow()).isFalse();
    assertThat(events).containsExactly("wake");
  }

  @Test
  void otherThreadWakesTheWaitingOne() throws Exception {
    add(wakeup, "wake");
    Thread waker = Thread.ofPlatform().start(wakeup::wake);

    poller.await();
    waker.join();

    assertThat(events).containsExactly("wake");
  }

  @Test
  void readinessThatIsNotTakenIsToldAgain() throws Exception {
    poller.add(wakeup, () -> events.add("wake"));
    wakeup.wake();

    poller.await();
    poller.await();

    assertThat(events).containsExactly("wake", "wake");
  }

  @Test
  void timerFiresAtItsDeadlineOnce() throws Exception {
    poller.add(
        timer,
        () -> {
          timer.acknowledge();
          events.add("time");
        });
    long start = System.nanoTime();
    timer.set(30 * MILLISECOND);

    poller.await();

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30 * MILLISECOND);
    assertThat(poller.pollNow()).isFalse();
    assertThat(events).containsExactly("time");
  }

  @Test
  void deadlineInThePastIsNow() throws Exception {
    poller.add(timer, timer::acknowledge);
    timer.set(0);
    poller.await();
    timer.set(-5);
    poller.await();

    assertThat(poller.pollNow()).isFalse();
  }

  @Test
  void laterDeadlineReplacesTheFormer() throws Exception {
    poller.add(timer, timer::acknowledge);
    timer.set(MILLISECOND);
    timer.set(Long.MAX_VALUE);
    wakeUpAfter(20);

    assertThat(events).containsExactly("late");
  }

  @Test
  void clearedTimerNeverFires() throws Exception {
    poller.add(timer, () -> events.add("time"));
    timer.set(MILLISECOND);
    timer.clear();
    wakeUpAfter(20);

    assertThat(events).containsExactly("late");
  }

  private void wakeUpAfter(long milliseconds) throws IOException {
    try (Timer late = Timer.open()) {
      poller.add(late, () -> events.add("late"));
      late.set(milliseconds * MILLISECOND);
      poller.await();
      poller.remove(late);
    }
  }

  @Test
  void removedWithinTheBatchIsNotCalled() throws Exception {
    try (Wakeup other = Wakeup.open()) {
      poller.add(wakeup, () -> events.add("one without " + removed(other)));
      poller.add(other, () -> events.add("other without " + removed(wakeup)));
      wakeup.wake();
      other.wake();

      poller.await();

      assertThat(events).hasSize(1);
      poller.remove(wakeup);
      poller.remove(other);
      assertThat(poller.pollNow()).isFalse();
    }
  }

  private String removed(Wakeup pollable) {
    poller.remove(pollable);
    return "the other";
  }

  /** The newcomer gets the number of the descriptor that was closed in the same batch. */
  @Test
  void newcomerWithTheSameDescriptorIsNotMistaken() throws Exception {
    Wakeup other = Wakeup.open();
    poller.add(wakeup, () -> replace(other));
    poller.add(other, () -> replace(wakeup));
    wakeup.wake();
    other.wake();

    poller.await();

    assertThat(events).containsExactly("same number");
    other.close();
  }

  private void replace(Wakeup old) throws IOException {
    int number = old.descriptor();
    poller.remove(old);
    old.close();
    try (Wakeup newcomer = Wakeup.open()) {
      poller.add(newcomer, () -> events.add("newcomer"));
      events.add(newcomer.descriptor() == number ? "same number" : "other number");
    }
  }

  @Test
  void actionMayPollAndClose() throws Exception {
    try (Wakeup other = Wakeup.open()) {
      poller.add(
          wakeup,
          () -> {
            wakeup.acknowledge();
            events.add("outer");
            poller.pollNow();
            poller.close();
          });
      add(other, "inner");
      wakeup.wake();
      other.wake();

      poller.await();

      assertThat(events).containsExactly("outer", "inner");
    }
  }

  @Test
  void failureOfAnActionIsTheCallers() throws Exception {
    poller.add(
        wakeup,
        () -> {
          throw new IOException("no luck");
        });
    wakeup.wake();

    assertThatThrownBy(poller::await).isInstanceOf(IOException.class).hasMessage("no luck");
  }

  @Test
  void moreThanOneBatchIsServed() throws Exception {
    List<Wakeup> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Wakeup one = Wakeup.open();
      many.add(one);
      add(one, "wake");
      one.wake();
    }
    while (poller.pollNow()) {
      assertThat(events.size()).isLessThanOrEqualTo(200);
    }
    assertThat(events).hasSize(200);
    many.forEach(Wakeup::close);
  }

  @Test
  void sameDescriptorTwiceIsRefused() throws Exception {
    add(wakeup, "wake");

    assertThatThrownBy(() -> add(wakeup, "again"))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot wait for descriptor "
                + wakeup.descriptor()
                + " (epoll_ctl): File exists (errno 17)");
  }

  @Test
  void endOfAChildIsReadiness() throws Exception {
    ChildCommand command = ChildCommand.of(List.of("/bin/true"), Map.of());
    try (Child child = Children.spawn(command)) {
      poller.add(child, () -> events.add("ended"));
      poller.await();

      assertThat(events).containsExactly("ended");
      assertThat(Children.reap(child)).isPresent();
      poller.remove(child);
    }
  }

  @Test
  void secondCloseAndLaterUseDoNoHarm() throws Exception {
    Inotify inotify = Inotify.open();
    MountTable mounts = MountTable.open();
    Signals signals = Signals.open();
    List<Pollable> all = List.of(timer, wakeup, inotify, mounts, signals);
    all.forEach(Pollable::close);
    all.forEach(Pollable::close);
    poller.close();
    poller.close();

    wakeup.wake();
    assertClosed(() -> wakeup.acknowledge());
    assertClosed(() -> timer.set(1));
    assertClosed(() -> timer.acknowledge());
    assertClosed(() -> inotify.read());
    assertClosed(() -> inotify.watch("/", Set.of(Inotify.Kind.CREATED)));
    assertClosed(() -> inotify.unwatch(1));
    assertClosed(() -> signals.read());
    assertClosed(() -> mounts.descriptor());
    assertClosed(() -> poller.pollNow());
    assertClosed(() -> poller.await());
    assertClosed(() -> poller.add(timer, () -> {}));
  }

  private static void assertClosed(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("cannot use descriptor \\d+: it has been closed");
  }

  /** Even without a handler, being stopped and resumed interrupts the wait. */
  @Test
  void stoppingTheProcessDoesNotEndTheWait(@TempDir Path folder) throws Exception {
    try (Started jvm = new OtherJvm(AwaitMain.class).start(folder.toString())) {
      jvm.awaitOutput("waiting\n");
      for (int round = 0; round < 3; round++) {
        jvm.child().signal(Signal.STOP);
        Deadline.await("the stop", () -> Children.stoppedBy(jvm.child()).isPresent());
        jvm.child().signal(Signal.CONT);
      }
      Files.createFile(folder.resolve("file"));

      assertThat(jvm.awaitEnd().lines()).containsExactly("waiting", "returned for the file");
    }
  }
}
