package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Set;

/** A stream in the clothes of a socket, for a login through another host. */
final class SshSocket extends Socket {
  private final Duplex stream;

  SshSocket(Duplex stream) throws IOException {
    super((SocketImpl) null);
    this.stream = stream;
  }

  @Override
  public InputStream getInputStream() {
    return stream.input();
  }

  @Override
  public OutputStream getOutputStream() {
    return stream.output();
  }

  @Override
  public void setSoTimeout(int millis) {
    stream.readDeadline(Duration.ofMillis(millis));
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void close() {
    stream.close();
  }
}
