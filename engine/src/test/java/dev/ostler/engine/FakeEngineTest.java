package dev.ostler.engine;

/** Holds the fake to what real engines do. */
class FakeEngineTest extends EngineContract {
  private final FakeEngine fake = FakeEngine.start();

  @Override
  Engine connect() {
    return fake.connect();
  }

  @Override
  void stop() {
    fake.close();
  }
}
