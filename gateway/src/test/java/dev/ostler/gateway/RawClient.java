package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that says exactly what it is told to. */
final class RawClient implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Socket socket;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  RawClient(int port) throws IOException {
    this(port, LONG);
  }

  /** One that the other side may not keep waiting for longer. */
  RawClient(int port, Duration patience) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
  }

  /** One byte for each character. */
  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says that nothing more comes. */
  void endInput() throws IOException {
    socket.shutdownOutput();
  }

  /** Everything until the other side closes. */
  String readToEnd() throws IOException {
    long end = System.nanoTime() + LONG.toNanos();
    try {
      while (readOne()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("no end of: " + heard());
        }
      }
    } catch (SocketException reset) {
      // what was sent after the end is answered so
    }
    return heard();
  }

  /** Reads to the end; whether that is no end in good order. */
  boolean isReset() throws IOException {
    try {
      while (readOne()) {}
      return false;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no end of: " + heard(), e);
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Everything until a text has come. */
  String readUntil(String text) throws IOException {
    try {
      while (!heard().contains(text)) {
        if (!readOne()) {
          throw new AssertionError("the other side closed; before that: " + heard());
        }
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no " + text + " but: " + heard(), e);
    }
    return heard();
  }

  /** So many bytes more. */
  void read(int count) throws IOException {
    heard.writeBytes(socket.getInputStream().readNBytes(count));
  }

  /** Forgets what was heard. */
  void forget() {
    heard.reset();
  }

  private boolean readOne() throws IOException {
    int next = socket.getInputStream().read();
    if (next < 0) {
      return false;
    }
    heard.write(next);
    return true;
  }

  String heard() {
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
