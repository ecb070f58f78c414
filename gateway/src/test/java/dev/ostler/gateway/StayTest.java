package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who counts as using an app, in whatever order things are said of him. */
@SuppressWarnings("NullAway.Init")
class StayTest {
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Stay stay = new Stay();
  private FakeWorkload workload;
  private AppRun app;

  @BeforeEach
  void open() {
    workload = new FakeWorkload(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false);
    app =
        new AppRun(
            settings(),
            workload,
            new Surroundings(clock, new LogJournal(_ -> {}), _ -> Optional.empty()));
    app.begin();
    workload.run();
    Eventually.await("it is open", app::isOpen);
  }

  /** Of an app without anything special. */
  static AppSettings settings() {
    return new AppSettings(
        "shop",
        List.of("*"),
        AppPolicy.usual(),
        new Readiness.None(),
        new AppSettings.HoldLimits(10, Duration.ofSeconds(20)),
        AppSettings.Visitors.AUTO,
        AppSettings.Protocol.HTTP1,
        Schedule.NONE,
        Ignored.NOBODY,
        Set.of());
  }

  @AfterEach
  void close() {
    app.close();
    clock.shutdownNow();
  }

  /** One to whom something happens as soon as he is let in. */
  private Visitor visitor(Runnable letIn) {
    return new Visitor() {
      @Override
      public void pass(Optional<InetSocketAddress> upstream) {
        told.add("pass");
        letIn.run();
      }

      @Override
      public void turnAway(TurnedAway why) {
        told.add("turned away");
      }

      @Override
      public void comeAgain() {
        told.add("come again");
      }
    };
  }

  private int users() {
    return app.view().users();
  }

  @Test
  void whoIsServedCountsUntilHisStayIsOver() {
    stay.begin(app.visit(visitor(() -> {})));
    int before = users();
    stay.end();
    stay.end();

    assertThat(before).isEqualTo(1);
    assertThat(users()).isZero();
  }

  @Test
  void whoComesToAnAppThatIsHandedOverIsSentToWhoLooksAfterItNow() {
    app.handOver(Optional.empty());
    stay.begin(app.visit(visitor(() -> {})));

    assertThat(told).containsExactly("come again");
  }

  @Test
  void whoHasLeftCannotComeInAgain() {
    stay.end();
    stay.begin(app.visit(visitor(() -> {})));

    assertThat(users()).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void whoLeavesWhileHeIsBeingLetInDoesNotCount() {
    stay.begin(app.visit(visitor(stay::end)));

    assertThat(told).containsExactly("pass");
    assertThat(users()).isZero();
  }

  @Test
  void whoComesAgainWhileHeIsBeingLetInCountsOnce() {
    Visitor again = visitor(() -> {});
    stay.begin(app.visit(visitor(() -> stay.begin(app.visit(again)))));
    int during = users();
    stay.end();

    assertThat(told).containsExactly("pass", "pass");
    assertThat(during).isEqualTo(1);
    assertThat(users()).isZero();
  }

  @Test
  void whoWaitedAndLeftLeavesNoTimerBehind() {
    clock.setRemoveOnCancelPolicy(true); // as gateways do
    workload.become(new Observation.Resting());
    stay.begin(app.visit(visitor(() -> {})));
    int before = clock.getQueue().size();
    stay.end();

    assertThat(clock.getQueue()).hasSize(before - 1);
  }

  @Test
  void whoWaitedAndLeftIsToldNothingMore() {
    workload.become(new Observation.Resting());
    stay.begin(app.visit(visitor(() -> {})));
    stay.end();
    workload.run();
    Eventually.await("it is open", app::isOpen);

    assertThat(told).isEmpty();
    assertThat(users()).isZero();
  }

  @Test
  void visitThatIsLeftBeforeItBeginsNeverDoes() {
    Visit visit = app.visit(visitor(() -> {}));
    visit.leave();
    visit.begin();

    assertThat(told).isEmpty();
    assertThat(users()).isZero();
  }

  @Test
  void nobodyCountsAfterwardsWhateverIsDoneAtOnce() throws Exception {
    Visitor visitor = visitor(() -> {});
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 1000; i++) {
        Stay one = new Stay();
        Runnable begin = () -> one.begin(app.visit(visitor));
        List<Future<?>> all =
            Stream.of(begin, one::end, begin).<Future<?>>map(threads::submit).toList();
        for (Future<?> each : all) {
          each.get();
        }
      }
    }

    assertThat(users()).isZero();
  }
}
