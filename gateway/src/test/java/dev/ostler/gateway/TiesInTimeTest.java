package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that comes to be used, and comes not to be, in two threads at the same time. */
@SuppressWarnings("NullAway.Init")
class TiesInTimeTest {
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final AtomicBoolean inUse = new AtomicBoolean(true);
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private AppRun db;
  private Platform platform;
  private Thread failure;

  @BeforeEach
  void open() {
    db =
        new AppRun(
            StayTest.settings(),
            new FakeWorkload(address, true),
            new Surroundings(clock, new LogJournal(_ -> {}), _ -> Optional.empty()));
    db.begin();
    platform =
        new Platform(
            new FakeWorkload(address, false),
            new Ties(Set.of("db"), _ -> Optional.of(db)),
            this::isInUse,
            _ -> {});
    failure = Thread.ofPlatform().unstarted(platform::follow);
  }

  @AfterEach
  void close() {
    platform.close();
    db.close();
    clock.shutdownNow();
  }

  /** Who asks first is told what is over by the time he has heard it. */
  private boolean isInUse() {
    boolean now = inUse.get();
    if (hasFailed.compareAndSet(false, true)) {
      inUse.set(false);
      failure.start();
      Eventually.await(
          "it is followed, or waits for its turn",
          failure::getState,
          state -> state == Thread.State.TERMINATED || state == Thread.State.BLOCKED,
          () -> "");
    }
    return now;
  }

  @Test
  void whatAnAppNeedsIsLeftIfItHasFailedMeanwhile() throws Exception {
    platform.follow();
    failure.join();

    assertThat(db.view().users()).isZero();
  }
}
