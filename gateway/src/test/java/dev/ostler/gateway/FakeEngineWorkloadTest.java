package dev.ostler.gateway;

import dev.ostler.engine.FakeEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** Containers of the fake engine. */
class FakeEngineWorkloadTest extends EngineWorkloadContract {
  private final FakeEngine fake = FakeEngine.start();

  @Override
  Path socket() {
    return fake.socket();
  }

  @AfterEach
  void closeFake() {
    fake.close();
  }
}
