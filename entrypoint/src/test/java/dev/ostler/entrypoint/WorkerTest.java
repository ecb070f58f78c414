package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void whatOnePieceThrowsKeepsNobodyFromTheNextNorFromTheEnd() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    Worker worker = new Worker("worker", mistake -> done.add(mistake.getMessage()));
    worker.add(() -> await(all));
    worker.add(() -> {
      throw new IllegalStateException("one");
    });
    worker.add(() -> {
      throw new OutOfMemoryError("two");
    });
    worker.add(() -> done.add("three"));
    all.countDown();

    worker.awaitRest();

    assertThat(done).containsExactly("one", "two", "three");
  }

  @Test
  void worksOnThoughNobodyCanBeToldOfAMistake() {
    Worker worker =
        new Worker(
            "worker",
            mistake -> {
              throw new OutOfMemoryError("again");
            });
    worker.add(() -> {
      throw new OutOfMemoryError("once");
    });
    worker.add(() -> done.add("next"));

    worker.awaitRest();

    assertThat(done).containsExactly("next");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
