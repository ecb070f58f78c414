package dev.ostler.gateway;

import dev.ostler.engine.Dialer;
import dev.ostler.engine.Duplex;
import dev.ostler.engine.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to an engine that can be severed. */
final class BreakableDialer implements Dialer {
  private final Dialer way;
  private final List<Duplex> open = new CopyOnWriteArrayList<>();
  private volatile boolean severed;

  BreakableDialer(Dialer way) {
    this.way = way;
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    Duplex stream = way.dial(within);
    open.add(stream);
    if (severed) {
      sever();
    }
    return stream;
  }

  /** All streams end, and those that are opened end at once. */
  void sever() {
    severed = true;
    open.forEach(Duplex::close);
    open.clear();
  }

  void mend() {
    severed = false;
  }

  @Override
  public String address() {
    return way.address();
  }

  @Override
  public void close() {
    way.close();
  }
}
