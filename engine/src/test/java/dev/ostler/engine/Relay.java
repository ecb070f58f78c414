package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** Passes on what comes over TCP, with or without TLS, to an engine's unix socket. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final UnixDialer target;

  Relay(ServerSocket listener, Path target) {
    this.listener = listener;
    this.target = new UnixDialer(target);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> pass(client));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void pass(Socket client) {
    try (client;
        Duplex engine = target.dial(Duration.ofSeconds(5))) {
      InputStream fromClient = client.getInputStream();
      Thread up =
          Thread.ofVirtual()
              .start(() -> {
                if (copy(fromClient, engine.output())) {
                  end(engine);
                }
              });
      copy(engine.input(), client.getOutputStream());
      up.interrupt();
    } catch (IOException hungUp) {
      // The client's business.
    }
  }

  private static void end(Duplex engine) {
    try {
      engine.finishOutput();
    } catch (IOException gone) {
      // Then it has ended already.
    }
  }

  private static boolean copy(InputStream from, OutputStream to) {
    try {
      from.transferTo(to);
      return true;
    } catch (IOException hungUp) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
