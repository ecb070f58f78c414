package dev.ostler.fleet;

import dev.ostler.engine.Dialer;
import dev.ostler.engine.Duplex;
import dev.ostler.engine.EngineException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The end of a process at one of its calls: whatever uses this from then on is killed, too. */
final class DyingDialer implements Dialer {
  private static final Pattern REQUEST =
      Pattern.compile("^(GET|HEAD|POST|PUT|DELETE) /", Pattern.MULTILINE);

  /** When it ends. */
  enum When {
    /** Before the engine has the call. */
    BEFORE,
    /** When the engine has done it, and before its answer is known. */
    AFTER
  }

  /** At the call after so many. */
  record Death(int calls, When when) {}

  /** Nothing of the product catches this. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Dialer dialer;
  private final Death death;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean dead;

  DyingDialer(Dialer dialer, Death death) {
    this.dialer = dialer;
    this.death = death;
  }

  boolean isDead() {
    return dead;
  }

  private void live() {
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    live();
    return new Dying(dialer.dial(within));
  }

  @Override
  public Duplex dialFromHost(String host, int port, Duration within) throws EngineException {
    live();
    return dialer.dialFromHost(host, port, within);
  }

  @Override
  public String address() {
    return dialer.address();
  }

  @Override
  public void close() {
    dialer.close();
  }

  private final class Dying implements Duplex {
    private final Duplex duplex;
    private boolean answersLast;

    Dying(Duplex duplex) {
      this.duplex = duplex;
    }

    @Override
    public InputStream input() {
      return new FilterInputStream(duplex.input()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (!answersLast) {
            live();
          }
          int count = in.read(bytes, from, length);
          if (answersLast) {
            throw new Killed();
          }
          return count;
        }
      };
    }

    @Override
    public OutputStream output() {
      return new FilterOutputStream(duplex.output()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          if (!answersLast) {
            live();
          }
          String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
          if (REQUEST.matcher(text).find() && calls.getAndIncrement() == death.calls()) {
            dead = true;
            answersLast = death.when() == When.AFTER;
            if (!answersLast) {
              throw new Killed();
            }
          }
          out.write(bytes, from, length);
        }
      };
    }

    @Override
    public void finishOutput() throws IOException {
      duplex.finishOutput();
    }

    @Override
    public void readDeadline(Duration perRead) {
      duplex.readDeadline(perRead);
    }

    @Override
    public void close() {
      duplex.close();
    }
  }
}
