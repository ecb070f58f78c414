package dev.ostler.supervisor;

import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * A real entrypoint in front of which the program may be halted: before and after whatever is done
 * with configurations and with processes that are looked after, and before what comes of it is
 * told.
 */
final class HaltingEntrypoint {
  private static final Set<String> EFFECTS =
      Set.of("stage", "update", "rollBack", "keep", "close", "start", "signal", "signalGroup");

  private final Entrypoint real;
  private final HaltingPoints points;
  private final Map<ProcessHandler, ProcessHandler> processes = new HashMap<>();

  private HaltingEntrypoint(Entrypoint real, HaltingPoints points) {
    this.real = real;
    this.points = points;
  }

  static Entrypoint around(Entrypoint real, HaltingPoints points) {
    HaltingEntrypoint halting = new HaltingEntrypoint(real, points);
    return (Entrypoint)
        Proxy.newProxyInstance(
            Entrypoint.class.getClassLoader(),
            new Class<?>[] {Entrypoint.class},
            (_, method, arguments) -> halting.call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    Object made = invoke(real, method, arguments);
    return switch (made) {
      case ProcessHandler process when isLookedAfter(process) ->
          processes.computeIfAbsent(process, one -> halting(ProcessHandler.class, one));
      case ConfigurationHandler configuration -> halting(ConfigurationHandler.class, configuration);
      case Iterable<?> events when method.getName().equals("events") -> halting(events);
      case null, default -> made;
    };
  }

  /** How often probes come depends on the speed of the machine. */
  private static boolean isLookedAfter(ProcessHandler process) {
    return process.name().equals("web") || process.name().equals("configuration check");
  }

  private <T> T halting(Class<T> type, T handler) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (!EFFECTS.contains(method.getName())) {
                return invoke(handler, method, arguments);
              }
              points.pass("before " + method.getName() + " of " + handler);
              Object result = invoke(handler, method, arguments);
              points.pass("after " + method.getName() + " of " + handler);
              return result;
            });
    return type.cast(proxy);
  }

  private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private Iterable<Event> halting(Iterable<?> events) {
    Iterator<?> all = events.iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Event next() {
            return told((Event) all.next());
          }
        };
  }

  /** Handlers are found by what was given out for them. */
  private Event told(Event event) {
    if (event instanceof ConfigurationEvent) {
      points.pass("before telling " + event.getClass().getSimpleName());
    }
    if (!(event instanceof ProcessEvent of && processes.containsKey(of.handler()))) {
      return event;
    }
    points.pass("before telling " + event.getClass().getSimpleName() + " of " + of.handler());
    ProcessHandler known = processes.get(of.handler());
    return switch (of) {
      case ProcessEvent.Started e -> new ProcessEvent.Started(known, e.pid());
      case ProcessEvent.FailedToStart e -> new ProcessEvent.FailedToStart(known, e.reason());
      case ProcessEvent.Ended e -> new ProcessEvent.Ended(known, e.exit(), e.ran());
      case ProcessEvent.GroupEnded _ -> new ProcessEvent.GroupEnded(known);
      case ProcessEvent.Suspended e -> new ProcessEvent.Suspended(known, e.signal());
    };
  }
}
