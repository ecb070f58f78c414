package dev.ostler.gateway;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for what an engine tells of its containers. */
class EngineHintsTest {
  private final FakeEngine fake = FakeEngine.start();
  private final Engine engine = fake.connect();

  @AfterEach
  void close() {
    engine.close();
    fake.close();
  }

  @Test
  void checksOfHealthDoNotPutOffTheLookThatComesAnyhow() throws Exception {
    engine.containers().create("web", ContainerSpec.of(TestImage.NAME));
    engine.containers().start("web");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        EngineHints hints = new EngineHints(engine, _ -> {}, Duration.ofSeconds(1))) {
      CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> await(hints), threads);
      Eventually.await("it is looked", () -> check() && waiting.isDone());
    }
  }

  private boolean check() {
    try {
      return engine.processes().run("web", ExecSpec.of("true"), Duration.ofSeconds(5)).exitCode()
          == 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(EngineHints hints) {
    try {
      hints.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
