package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.time.Duration;
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
    Fleet fleet = world.fleet(watched("image:2"));
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

  private static Workload watched(String image) {
    Workload web = World.web(image, "a", "b");
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
