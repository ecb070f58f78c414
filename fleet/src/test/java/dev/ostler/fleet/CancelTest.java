package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that somebody breaks off. */
class CancelTest {
  private static final Duration MONITOR = Duration.ofMinutes(30);

  @TempDir private Path folder;

  @Test
  void whoIsInterruptedWhileHeLooksChangesNothing() throws Exception {
    Workload web = Workload.of("web", ContainerSpec.of(TestImage.NAME), "here");
    try (FakeEngine engine = FakeEngine.start();
        Operator operator = Engines.operator(engine, folder, web)) {
      Checked checked = operator.check();
      operator.cancel();

      Report report = checked.deploy(_ -> {});

      assertThat(report.results())
          .containsExactly(
              new Report.Result("here", "web", Report.Status.ABORTED, "the run was interrupted"));
      try (var client = engine.connect()) {
        assertThat(client.containers().list(ContainerQuery.ALL)).isEmpty();
      }
    }
  }

  @Test
  void whoIsInterruptedWhileCanariesAreWatchedDoesNotWaitForThem() throws Exception {
    World world = new World("a", "b");
    world.apply(world.fleet(World.web("image:1", "a", "b")));
    EndlessWatch watch = new EndlessWatch();
    world.patience = watch;
    Fleet fleet = world.fleet(watched("image:2", "a", "b"));
    Execution execution = world.execution(fleet);
    ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Future<Report> running = thread.submit(() -> execution.run(world.plan(fleet).tasks()));
      watch.begun.await();

      execution.cancel();

      assertThat(running.get(20, TimeUnit.SECONDS).results())
          .extracting(Report.Result::status)
          .containsExactly(Report.Status.DONE, Report.Status.ABORTED);
    } finally {
      watch.over.countDown();
    }
  }

  @Test
  void whoIsInterruptedWhileAContainerIsWatchedHasTheOneBeforeBack() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(World.web("image:1", "a")));
    Stopwatch stopwatch = new Stopwatch();
    world.patience = stopwatch.ending;

    Report report = world.apply(world.fleet(watched("image:2", "a")));

    assertThat(report.results())
        .containsExactly(
            new Report.Result(
                "a",
                "web",
                Report.Status.ABORTED,
                "cannot bring web on a to work: the run was interrupted before it was seen to work;"
                    + " the container before is back"));
    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:1");
    assertThat(world.hosts.get("a").named("web").state).isEqualTo(ContainerState.RUNNING);
    assertThat(Duration.ofNanos(stopwatch.nanos())).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void whoIsInterruptedWhileAnImageIsPulledDoesNotWaitForIt() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(World.web("image:1", "a")));
    EndingPatience ending = new EndingPatience(new World.FakePatience());
    world.patience = ending;
    CountDownLatch left = new CountDownLatch(1);
    world.hosts.get("a").pulling = () -> hang(ending, left);

    Report report = world.apply(world.fleet(World.web("image:2", "a")));

    assertThat(report.results())
        .containsExactly(
            new Report.Result(
                "a",
                "web",
                Report.Status.ABORTED,
                "the run was interrupted while its image was on the way"));
    assertThat(world.hosts.get("a").named("web").spec.image()).isEqualTo("image:1");
    assertThat(left.await(20, TimeUnit.SECONDS)).as("the pull is given up").isTrue();
  }

  /** A registry that says nothing; whoever waits for it is interrupted. */
  private static void hang(EndingPatience run, CountDownLatch left) {
    run.end();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      left.countDown();
    }
  }

  @Test
  void whoIsInterruptedWhileHeWaitsForALockWaitsNoLonger() throws Exception {
    FakeHost host = new FakeHost();
    LockHolder anna = new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.now());
    assertThat(host.lock(HostLocks.nameFor("f"), anna)).isEmpty();
    Stopwatch stopwatch = new Stopwatch();
    try (HostLocks locks = new HostLocks("f", MONITOR, stopwatch.ending, _ -> {})) {

      assertThatThrownBy(() -> locks.take(new TreeMap<>(Map.of("here", host))))
          .hasMessageStartingWith("cannot lock host here: anna@elsewhere");
    }
    assertThat(host.holder(HostLocks.nameFor("f"))).contains(anna);
    assertThat(Duration.ofNanos(stopwatch.nanos())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void runOfThisMachineIsWaitedForAsOneOfAnother() throws Exception {
    Workload web = Workload.of("web", ContainerSpec.of(TestImage.NAME), "here");
    try (FakeEngine engine = FakeEngine.start();
        StateFile other = StateFile.open(folder.resolve("state.json"));
        Operator operator = waiting(engine, web, other)) {

      Report report = operator.check().deploy(_ -> {});

      assertThat(report.isSuccess()).as(report.toString()).isTrue();
    }
  }

  /** The other run ends when it has been waited for twice. */
  private Operator waiting(FakeEngine engine, Workload web, StateFile other) {
    return new Operator(
            Fleet.of("f", List.of(Host.local("here")), List.of(web)),
            folder.resolve("state.json"),
            _ -> engine.connect(),
            new Operator.Limits(1, 1, Duration.ofMinutes(1)))
        .with(
            new Patience() {
              private final Patience quick = new World.FakePatience();

              @Override
              public long nanos() {
                return quick.nanos();
              }

              @Override
              public void pause(Duration time) throws InterruptedException {
                quick.pause(time);
                if (nanos() >= Duration.ofSeconds(1).toNanos()) {
                  other.close();
                }
              }
            });
  }

  /** Somebody interrupts the run when three seconds have passed. */
  private static final class Stopwatch implements Patience {
    final EndingPatience ending = new EndingPatience(this);
    private final Patience quick = new World.FakePatience();

    @Override
    public long nanos() {
      return quick.nanos();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      quick.pause(time);
      if (nanos() >= Duration.ofSeconds(3).toNanos()) {
        ending.end();
      }
    }
  }

  private static Workload watched(String image, String... hosts) {
    Workload web = World.web(image, hosts);
    return web.with(
        web.rollout()
            .with(
                new UpdatePolicy(
                    UpdatePolicy.Order.STOP_FIRST,
                    UpdatePolicy.Batch.of(1),
                    1,
                    MONITOR,
                    0,
                    UpdatePolicy.OnFailure.ROLLBACK)));
  }

  /** Time that passes at once, but for that in which canaries are watched: it does not pass. */
  private static final class EndlessWatch implements Patience {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);
    private final Patience quick = new World.FakePatience();

    @Override
    public long nanos() {
      return quick.nanos();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      if (!time.equals(MONITOR)) {
        quick.pause(time);
        return;
      }
      begun.countDown();
      over.await();
    }
  }
}
