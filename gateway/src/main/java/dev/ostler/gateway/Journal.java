package dev.ostler.gateway;

import java.time.Duration;

/** Told what happens to apps, by any thread. */
interface Journal {
  /** It was asked to run. */
  void woken(String app, History.By by);

  /** It can be used. */
  void ready(String app, Duration took);

  /** It cannot be used. */
  void failed(String app, Observation.Failed why);

  /** It was asked to rest. */
  void rested(String app);
}
