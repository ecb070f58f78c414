package dev.ostler.fleet;

import java.time.Duration;

/** Time as a run sees it that somebody may break off. */
final class EndingPatience implements Patience {
  private final Patience patience;
  private volatile boolean over;

  EndingPatience(Patience patience) {
    this.patience = patience;
  }

  /** Whoever waits for something that may take long gives it up. For any thread. */
  void end() {
    over = true;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public long nanos() {
    return patience.nanos();
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    patience.pause(time);
  }
}
