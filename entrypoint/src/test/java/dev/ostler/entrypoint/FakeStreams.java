package dev.ostler.entrypoint;

import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Peer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The listeners, connections and pipes of one {@link FakeEntrypoint}. */
final class FakeStreams {
  private static final int FIRST_FREE_PORT = 40_000;
  private static final Peer US = new Peer(1, 0, 0);

  private final FakeEntrypoint entrypoint;
  private final Map<String, FakeListener> listeners = new LinkedHashMap<>();
  private final Map<String, FakeConnection> connections = new LinkedHashMap<>();
  private final Map<String, FakeOutput> outputs = new LinkedHashMap<>();
  private final List<FakeConnection> all = new ArrayList<>();
  private final Set<String> served = new HashSet<>();

  FakeStreams(FakeEntrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  FakeListener listen(InetSocketAddress address) throws LinuxException {
    int port = address.getPort() == 0 ? FIRST_FREE_PORT + listeners.size() : address.getPort();
    return listen(text(new InetSocketAddress(address.getAddress(), port)), OptionalInt.of(port));
  }

  FakeListener listen(String address, OptionalInt port) throws LinuxException {
    FakeListener former = listeners.get(address);
    if (former != null && former.isOpen()) {
      throw new LinuxException(
          "listen on " + address, Errno.EADDRINUSE, "another process listens there");
    }
    FakeListener listener = new FakeListener(entrypoint, address, port);
    listeners.put(address, listener);
    return listener;
  }

  FakeListener listener(String address) {
    return Objects.requireNonNull(listeners.get(address), "no listener " + address);
  }

  void letConnect(String address) {
    served.add(address);
  }

  FakeConnection connect(String address) {
    FakeConnection connection = new FakeConnection(entrypoint);
    connections.put(address, connection);
    all.add(connection);
    entrypoint.soon(() -> decide(connection, address));
    return connection;
  }

  private void decide(FakeConnection connection, String address) {
    FakeListener listener = listeners.get(address);
    if (listener != null && listener.isOpen()) {
      FakeConnection other = new FakeConnection(entrypoint);
      all.add(other);
      other.join(connection);
      connection.join(other);
      Optional<Peer> who = listener.port().isPresent() ? Optional.empty() : Optional.of(US);
      other.open(who, Optional.of(listener));
      connection.open(who, Optional.empty());
    } else if (served.contains(address)) {
      connection.open(Optional.empty(), Optional.empty());
    } else {
      connection.fail(new LinuxException("connect to " + address, Errno.ECONNREFUSED));
    }
  }

  FakeConnection connection(String address) {
    return Objects.requireNonNull(connections.get(address), "no connection " + address);
  }

  /** The same for the code under test, which makes it, and for the test, which finds it. */
  FakeOutput output(String name) {
    return outputs.computeIfAbsent(name, absent -> new FakeOutput(entrypoint, absent));
  }

  void close() {
    listeners.values().forEach(FakeListener::close);
    all.forEach(FakeConnection::close);
    outputs.values().forEach(FakeOutput::close);
  }
}
