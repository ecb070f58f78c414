package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Following a workload whose platform says for a moment what nobody understands. */
class FollowerTest {
  private final AtomicBoolean isOdd = new AtomicBoolean(true);

  private final class Odd implements Workload {
    @Override
    public String name() {
      return "shop";
    }

    @Override
    public void wake() {}

    @Override
    public void rest() {}

    @Override
    public Observation observe() {
      if (isOdd.get()) {
        throw new IllegalStateException("found a list, expected a number");
      }
      return new Observation.Running(Optional.empty());
    }

    @Override
    public Following follow(Consumer<Observation> told) {
      return Follower.begin(this, Silence::new, told);
    }

    @Override
    public void close() {}
  }

  private static final class Silence implements Follower.Hints {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void await() throws InterruptedException {
      closed.await();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void whatNobodyUnderstandsIsToldAndLookedAtAgain() {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload shop = new Odd();
        Workload.Following _ = shop.follow(told::add)) {
      Eventually.await("it is told", () -> !told.isEmpty());
      isOdd.set(false);
      Eventually.await("it is looked at again", () -> told.size() > 1);
    }

    assertThat(told)
        .containsExactly(
            new Observation.Unknown(
                "internal error: java.lang.IllegalStateException: found a list, expected a number"),
            new Observation.Running(Optional.empty()));
  }
}
