package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxException;
import dev.ostler.linux.StreamSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** All connections of one entrypoint. */
final class Streams implements Handler {
  private final Loop loop;
  private final Set<StreamConnection> open = new LinkedHashSet<>();
  // One for all: what was read is copied out before the next read.
  private final byte[] buffer = new byte[64 * 1024];

  Streams(Loop loop) {
    this.loop = loop;
  }

  Loop loop() {
    return loop;
  }

  byte[] buffer() {
    return buffer;
  }

  Connection connect(StreamSocket socket) throws IOException {
    StreamConnection connection = add(socket, () -> {});
    connection.connecting();
    return connection;
  }

  /** Adds a connection; the socket is closed if that fails. */
  StreamConnection add(StreamSocket socket, Runnable whenClosed) throws IOException {
    StreamConnection connection = new StreamConnection(socket, this, whenClosed);
    try {
      loop.watch(socket, connection::ready);
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
    open.add(connection);
    return connection;
  }

  void closed(StreamConnection connection) {
    open.remove(connection);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    new ArrayList<>(open).forEach(StreamConnection::close);
  }
}
