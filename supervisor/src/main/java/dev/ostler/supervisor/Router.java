package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.DatagramHandler;
import dev.ostler.entrypoint.DatagramReceived;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives each event to the part that asked for it: a thousand probes share one loop. */
final class Router {
  private final Entrypoint entrypoint;
  private final Map<Alarm, Runnable> alarms = new HashMap<>();
  private final Map<ProcessHandler, Consumer<ProcessEvent>> processes = new HashMap<>();
  private final Map<DatagramHandler, Consumer<Datagram>> sockets = new HashMap<>();

  Router(Entrypoint entrypoint) {
    this.entrypoint = entrypoint;
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

  DatagramHandler datagrams(Path path, int mode, Consumer<Datagram> received) throws IOException {
    DatagramHandler handler = entrypoint.datagrams(path, mode);
    sockets.put(handler, received);
    return handler;
  }

  void close(DatagramHandler handler) {
    handler.close();
    sockets.remove(handler);
  }

  /** Returns whether it was somebody's here. */
  boolean happened(Event event) {
    return switch (event) {
      case AlarmRang rang -> run(alarms.remove(rang.alarm()));
      case ProcessEvent of -> give(of, processes.get(of.handler()));
      case DatagramReceived got -> give(got.datagram(), sockets.get(got.handler()));
      default -> false;
    };
  }

  private static boolean run(@Nullable Runnable action) {
    if (action == null) {
      return false;
    }
    action.run();
    return true;
  }

  private static <E> boolean give(E event, @Nullable Consumer<? super E> receiver) {
    if (receiver == null) {
      return false;
    }
    receiver.accept(event);
    return true;
  }
}
