package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.Connection;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.DatagramHandler;
import dev.ostler.entrypoint.DatagramReceived;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.ListenHandler;
import dev.ostler.entrypoint.OutputHandler;
import dev.ostler.entrypoint.OutputReceived;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives each event to the part that asked for it: a thousand probes share one loop. */
final class Router {
  private final Entrypoint entrypoint;
  private Net net = Net.none();
  private final Map<Alarm, Runnable> alarms = new HashMap<>();
  private final Map<ProcessHandler, Consumer<ProcessEvent>> processes = new HashMap<>();
  private final Map<DatagramHandler, Consumer<Datagram>> sockets = new HashMap<>();

  private final Map<OutputHandler, Consumer<byte[]>> outputs = new HashMap<>();
  private final Map<Connection, Consumer<ConnectionEvent>> connections = new HashMap<>();
  private final Map<ListenHandler, Consumer<ConnectionEvent>> listeners = new HashMap<>();

  Router(Entrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  /** What holds the mistakes of those who get events. */
  void guardBy(Net other) {
    net = other;
  }

  Net net() {
    return net;
  }

  Duration time() {
    return entrypoint.time();
  }

  /** Does something later, unless the alarm is cancelled by {@link #cancel}. */
  Alarm later(Duration delay, Runnable action) {
    Alarm alarm = entrypoint.alarm(delay);
    alarms.put(alarm, action);
    return alarm;
  }

  void cancel(@Nullable Alarm alarm) {
    if (alarm != null) {
      alarm.cancel();
      alarms.remove(alarm);
    }
  }

  ProcessHandler process(String name, ChildCommand command, Consumer<ProcessEvent> happened)
      throws IOException {
    ProcessHandler handler = entrypoint.process(name, command);
    processes.put(handler, happened);
    return handler;
  }

  void forget(ProcessHandler handler) {
    processes.remove(handler);
  }

  /** A pipe for the output of a process. */
  OutputHandler output(String name, Consumer<byte[]> received) throws IOException {
    OutputHandler handler = entrypoint.output(name);
    outputs.put(handler, received);
    return handler;
  }

  void close(OutputHandler handler) {
    handler.close();
    outputs.remove(handler);
  }

  DatagramHandler datagrams(Path path, int mode, Consumer<Datagram> received) throws IOException {
    DatagramHandler handler = entrypoint.datagrams(path, mode);
    sockets.put(handler, received);
    return handler;
  }

  void close(DatagramHandler handler) {
    handler.close();
    sockets.remove(handler);
  }

  /** Connects; events come until the connection has ended or was closed by {@link #close}. */
  Connection connect(InetSocketAddress address, Consumer<ConnectionEvent> happened)
      throws IOException {
    Connection connection = entrypoint.connect(address);
    connections.put(connection, happened);
    return connection;
  }

  /** Listens; of every connection that somebody makes the events come here. */
  ListenHandler listen(InetSocketAddress address, Consumer<ConnectionEvent> happened)
      throws IOException {
    ListenHandler listener = entrypoint.listen(address);
    listeners.put(listener, happened);
    return listener;
  }

  void close(Connection connection) {
    connection.close();
    connections.remove(connection);
  }

  void close(ListenHandler listener) {
    listener.close();
    listeners.remove(listener);
  }

  /** Returns whether it was somebody's here. */
  boolean happened(Event event) {
    return switch (event) {
      case AlarmRang rang -> run(alarms.remove(rang.alarm()));
      case ProcessEvent of -> give(of, processes.get(of.handler()));
      case OutputReceived got -> give(got.bytes(), outputs.get(got.handler()));
      case ConnectionEvent on -> giveOrClose(on, receiver(on));
      case DatagramReceived got -> give(got.datagram(), sockets.get(got.handler()));
      default -> false;
    };
  }

  private @Nullable Consumer<ConnectionEvent> receiver(ConnectionEvent event) {
    Connection connection = event.connection();
    if (event instanceof ConnectionEvent.Opened opened && opened.listener().isPresent()) {
      Consumer<ConnectionEvent> of = listeners.get(opened.listener().get());
      if (of != null) {
        connections.put(connection, of);
      }
    }
    return event instanceof ConnectionEvent.Ended
        ? connections.remove(connection)
        : connections.get(connection);
  }

  private boolean run(@Nullable Runnable action) {
    if (action == null) {
      return false;
    }
    net.holds("what was to be done at a time", action);
    return true;
  }

  private boolean giveOrClose(
      ConnectionEvent event, @Nullable Consumer<? super ConnectionEvent> receiver) {
    if (receiver == null) {
      return false;
    }
    if (!net.holds("a conversation", () -> receiver.accept(event))) {
      close(event.connection());
    }
    return true;
  }

  private <E> boolean give(E event, @Nullable Consumer<? super E> receiver) {
    if (receiver == null) {
      return false;
    }
    net.holds("what a process said or did", () -> receiver.accept(event));
    return true;
  }
}
