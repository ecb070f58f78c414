package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.FakeEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers of the fake engine. */
class FakeEngineWorkloadTest extends EngineWorkloadContract {
  private final FakeEngine fake = FakeEngine.start();

  @Override
  Path socket() {
    return fake.socket();
  }

  @Test
  void containerThatEndsByItselfAsIfItHadBeenStoppedHasFailed() throws Exception {
    List<Observation> told = new CopyOnWriteArrayList<>();
    try (Workload workload = open();
        AutoCloseable _ = workload.follow(told::add)) {
      workload.wake();
      awaitTold(told, Observation.Running.class);
      fake.end(container(), 143);
      awaitTold(told, Observation.Failed.class);
    }

    assertThat(((Observation.Failed) told.getLast()).reason())
        .isEqualTo("its container ended with status 143");
  }

  @AfterEach
  void closeFake() {
    fake.close();
  }
}
