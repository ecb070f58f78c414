package dev.ostler.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketImpl;
import java.time.Duration;

/**
 * A {@link Duplex} in the clothes of a socket, for libraries that want one: HTTP framing and TLS.
 * Has no address.
 */
final class DuplexSocket extends Socket {
  private final Duplex duplex;
  private final InputStream input;
  private final OutputStream output;
  private volatile boolean closed;
  private volatile int timeout;

  DuplexSocket(Duplex duplex) throws IOException {
    this(duplex, duplex.output(), () -> {});
  }

  /**
   * Wraps a stream.
   *
   * @param output writes to the stream
   * @param beforeRead runs before each read, so that it can set the read's deadline
   */
  DuplexSocket(Duplex duplex, OutputStream output, Runnable beforeRead) throws IOException {
    super((SocketImpl) null);
    this.duplex = duplex;
    this.output = output;
    this.input =
        new FilterInputStream(duplex.input()) {
          @Override
          public int read() throws IOException {
            beforeRead.run();
            return in.read();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            beforeRead.run();
            return in.read(bytes, offset, length);
          }
        };
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void shutdownOutput() throws IOException {
    duplex.finishOutput();
  }

  @Override
  public void close() {
    closed = true;
    duplex.close();
  }

  @Override
  public void setSoTimeout(int millis) {
    timeout = millis;
    duplex.readDeadline(Duration.ofMillis(millis));
  }

  @Override
  public int getSoTimeout() {
    return timeout;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getPort() {
    return 0;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setSoLinger(boolean on, int linger) {}
}
