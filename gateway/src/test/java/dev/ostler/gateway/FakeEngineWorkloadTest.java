package dev.ostler.gateway;

import dev.ostler.engine.Engine;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import org.junit.jupiter.api.AfterEach;

/** Containers of the fake engine. */
class FakeEngineWorkloadTest extends EngineWorkloadContract {
  private final FakeEngine fake = FakeEngine.start();

  @Override
  Engine connect() {
    fake.addImage(TestImage.NAME);
    return fake.connect();
  }

  @AfterEach
  void closeFake() {
    fake.close();
  }
}
