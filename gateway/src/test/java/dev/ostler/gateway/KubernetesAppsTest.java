package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesAppsTest {
  private static final String HOST = "shop.example.org";

  private final FakeCluster cluster = FakeCluster.start();
  private final KubernetesApi api = cluster.connect();
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  /** One whose end waits for an API server that does not answer. */
  private final class Slow extends ScriptedWorkload {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public void wake() {}

    @Override
    public void rest() {}

    @Override
    public void close() {
      closing.countDown();
      try {
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @AfterEach
  void close() {
    api.close();
    cluster.close();
    clock.shutdownNow();
  }

  private AppRun open() {
    return new AppRun(
        StayTest.settings(),
        new Slow(),
        new Surroundings(clock, new LogJournal(_ -> {}), _ -> Optional.empty()));
  }

  @Test
  void visitorsDoNotWaitForTheEndOfAnApp() throws Exception {
    Shop.openIdledByOldIdler(cluster);
    KubernetesApps apps =
        new KubernetesApps(
            new KubernetesLookup(api, new KubernetesKeys("host")), _ -> open(), clock, _ -> {});
    assertThat(apps.find(HOST).run()).isPresent();

    // The common pool may have one thread.
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(apps::close, Thread::startVirtualThread);
    assertThat(closing.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Boolean> asked =
        CompletableFuture.supplyAsync(() -> apps.at(HOST).isPresent(), Thread::startVirtualThread);

    assertThat(asked.get(10, TimeUnit.SECONDS)).isFalse();
    answered.countDown();
    end.get(30, TimeUnit.SECONDS);
  }
}
