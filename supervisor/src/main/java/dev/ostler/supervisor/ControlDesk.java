package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.Changes;
import dev.ostler.control.Done;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.Failure;
import dev.ostler.control.Following;
import dev.ostler.control.Health;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Request;
import dev.ostler.control.Status;
import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.ControlConversation.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Has requests done and answered. */
final class ControlDesk {
  private static final int MOST_NAMES = 20;

  private final Entrypoint entrypoint;
  private final Commands commands;
  private final Net net;
  private final Map<Alarm, Runnable> alarms = new HashMap<>();

  ControlDesk(Entrypoint entrypoint, Commands commands, Net net) {
    this.entrypoint = entrypoint;
    this.commands = commands;
    this.net = net;
  }

  /** What holds mistakes in all this. */
  Net net() {
    return net;
  }

  void take(Request request, Reply reply) {
    Status status = commands.status();
    Optional<Failure> unknown = unknown(named(request), status);
    if (unknown.isPresent()) {
      reply.say(unknown.get());
      return;
    }
    switch (request) {
      case Request.Hello _ -> reply.say(status.instance());
      case Request.GetStatus some -> reply.say(only(some.processes(), status));
      case Request.Check check ->
          reply.say(Health.of(judged(check.processes(), status), check.ready()));
      case Request.Change change -> change(change, names(change, status), reply);
      case Request.SendSignal signal ->
          signal(signal, namesOrWanted(signal.processes(), status), reply);
      case Request.Reload reload -> reload(reload, reply);
      case Request.GetLogs logs -> logs(logs, reply);
      case Request.FollowEvents _ -> events(reply);
      case Request.GetMetrics _ -> reply.say(commands.metrics());
    }
  }

  private static List<String> named(Request request) {
    return switch (request) {
      case Request.GetStatus some -> some.processes();
      case Request.Check check -> check.processes();
      case Request.Change change -> change.processes();
      case Request.SendSignal signal -> signal.processes();
      case Request.GetLogs logs -> logs.processes();
      case Request.Hello _, Request.Reload _, Request.FollowEvents _, Request.GetMetrics _ ->
          List.of();
    };
  }

  private static Optional<Failure> unknown(List<String> named, Status status) {
    List<String> known = names(List.of(), status);
    List<String> unknown = named.stream().filter(name -> !known.contains(name)).distinct().toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(Failure.of(ErrorCode.UNKNOWN_PROCESS, notFound(unknown, known)));
  }

  private static String notFound(List<String> unknown, List<String> known) {
    return (unknown.size() == 1 ? "cannot find process '" : "cannot find processes '")
        + String.join("', '", unknown.subList(0, Math.min(unknown.size(), MOST_NAMES)))
        + "': there are "
        + String.join(", ", known.subList(0, Math.min(known.size(), MOST_NAMES)))
        + (MOST_NAMES < known.size() ? " and others" : "")
        + (unknown.contains("all") ? "; all of them are meant if none is named" : "");
  }

  /** Those that are named, or all of them. */
  private static List<String> names(List<String> named, Status status) {
    return named.isEmpty() ? status.processes().stream().map(ProcessStatus::name).toList() : named;
  }

  private static List<String> names(Request.Change change, Status status) {
    return switch (change.verb()) {
      case START, RESTART -> namesOrWanted(change.processes(), status);
      case STOP, SUSPEND, RESUME -> names(change.processes(), status);
    };
  }

  /** Those that are named, or all but those that rest until somebody asks for them by name. */
  private static List<String> namesOrWanted(List<String> named, Status status) {
    return named.isEmpty()
        ? status.processes().stream()
            .filter(process -> process.autostart() || process.intent().started().value())
            .map(ProcessStatus::name)
            .toList()
        : named;
  }

  /** Those that are named, or all that a container which is started anew would have. */
  private static List<ProcessStatus> judged(List<String> named, Status status) {
    return named.isEmpty()
        ? status.processes().stream().filter(ProcessStatus::autostart).toList()
        : only(named, status).processes();
  }

  private static Status only(List<String> named, Status status) {
    Predicate<String> wanted = wanted(named);
    return new Status(
        status.instance(),
        status.activation(),
        status.processes().stream().filter(process -> wanted.test(process.name())).toList(),
        status.configurations());
  }

  private static Predicate<String> wanted(List<String> named) {
    return named.isEmpty() ? _ -> true : named::contains;
  }

  private void change(Request.Change change, List<String> names, Reply reply) {
    PendingChanges pending = new PendingChanges(names);
    Runnable forget =
        commands.change(
            change.verb(),
            names,
            reply.client(),
            told -> {
              pending.told(told);
              if (pending.areComplete()) {
                reply.say(pending.accepted());
              }
            });
    if (change.within().isEmpty() || names.isEmpty()) {
      forget.run();
      reply.say(pending.accepted());
    } else {
      Duration within = change.within().get();
      limit(reply, within, () -> reply.say(pending.late(within, commands::awaited)), forget);
    }
  }

  /** Does something unless the request is over before, and something else when it is over. */
  private void limit(Reply reply, Duration within, Runnable action, Runnable finish) {
    Alarm alarm = entrypoint.alarm(within);
    alarms.put(alarm, action);
    reply.whenOver(() -> {
      alarm.cancel();
      alarms.remove(alarm);
      finish.run();
    });
  }

  /** Takes an alarm; whether it was one of ours. */
  boolean rang(Alarm alarm) {
    Runnable action = alarms.remove(alarm);
    if (action != null) {
      net.holds("control", action);
    }
    return action != null;
  }

  private void signal(Request.SendSignal request, List<String> names, Reply reply) {
    try {
      Signal signal = Signal.parse(request.signal());
      reply.say(
          new Changes(
              names.stream().map(name -> commands.signal(signal, name, reply.client())).toList()));
    } catch (IllegalArgumentException e) {
      reply.say(Failure.of(ErrorCode.BAD_REQUEST, "cannot send a signal: " + e.getMessage()));
    }
  }

  private void reload(Request.Reload reload, Reply reply) {
    boolean waits = reload.within().isPresent() && !reload.dryRun();
    Supplier<String> awaited =
        commands.reload(
            reload.dryRun(),
            reply.client(),
            told -> {
              boolean goesOn =
                  told instanceof Reloaded reloaded
                      && reloaded.applied()
                      && !reloaded.differences().isEmpty();
              if (!(waits && goesOn)) {
                reply.say(told);
              }
            },
            reply::say);
    if (waits) {
      Duration within = reload.within().orElseThrow();
      limit(reply, within, () -> reply.say(late(within, awaited.get())), () -> {});
    }
  }

  private static Failure late(Duration within, String awaited) {
    return Failure.of(
        ErrorCode.LATE,
        "cannot say that all is as the file says: it was not within %d ms; %s"
            .formatted(within.toMillis(), awaited));
  }

  private void logs(Request.GetLogs logs, Reply reply) {
    Predicate<String> wanted = wanted(logs.processes());
    List<Answer> history = new ArrayList<>(commands.logs(wanted, logs.lines()));
    history.add(logs.follow() ? new Following() : new Done());
    reply.say(history);
    if (logs.follow()) {
      reply.follow(commands.followLogs(wanted, reply::tell));
    }
  }

  private void events(Reply reply) {
    reply.say(new Following());
    reply.follow(commands.followEvents(reply::tell));
  }
}
