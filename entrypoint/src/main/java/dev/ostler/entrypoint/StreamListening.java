package dev.ostler.entrypoint;

import dev.ostler.linux.StreamListener;
import dev.ostler.linux.StreamSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A listening socket of this machine's. */
final class StreamListening implements ListenHandler, Handler {
  /** Accepted per look, so that who connects again and again does not hold up the others. */
  private static final int BATCH = 64;

  /** Who waits is told at every look: without a pause the loop would spin. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final StreamListener listener;
  private final Streams streams;
  private final Loop loop;
  private int connections;
  private boolean accepting = true;
  private boolean warned;
  private boolean open = true;

  StreamListening(StreamListener listener, Streams streams) {
    this.listener = listener;
    this.streams = streams;
    this.loop = streams.loop();
  }

  void start() throws IOException {
    loop.watch(listener, this::accept);
  }

  private void accept() {
    try {
      for (int i = 0; i < BATCH && connections < MOST_OPEN; i++) {
        Optional<StreamSocket> socket = listener.accept();
        if (socket.isEmpty()) {
          return;
        }
        StreamConnection connection = streams.add(socket.get(), this::connectionClosed);
        connections++;
        connection.opened(Optional.of(this));
        warned = false;
      }
    } catch (IOException refused) {
      warn(refused);
      setAccepting(false);
      loop.later(PAUSE, () -> setAccepting(true));
    }
    setAccepting(accepting && connections < MOST_OPEN);
  }

  private void warn(IOException refused) {
    if (!warned) {
      warned = true;
      loop.report(new Warning(String.valueOf(refused.getMessage())));
    }
  }

  private void connectionClosed() {
    connections--;
    if (connections == MOST_OPEN - 1) {
      setAccepting(true);
    }
  }

  private void setAccepting(boolean value) {
    if (open && accepting != value) {
      accepting = value;
      loop.change(listener, value, false);
    }
  }

  @Override
  public String address() {
    return listener.address();
  }

  @Override
  public OptionalInt port() {
    return listener.port();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      loop.unwatch(listener);
      listener.close();
    }
  }

  @Override
  public String toString() {
    return address();
  }
}
