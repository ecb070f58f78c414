package dev.ostler.supervisor;

import dev.ostler.control.Activation;
import dev.ostler.control.Answer;
import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.Instance;
import dev.ostler.control.Intent;
import dev.ostler.control.Life;
import dev.ostler.control.LogLine;
import dev.ostler.control.Metrics;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessChange.Outcome;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness;
import dev.ostler.control.Reloaded;
import dev.ostler.control.SetBy;
import dev.ostler.control.Setting;
import dev.ostler.control.Status;
import dev.ostler.control.UpdateResult;
import dev.ostler.control.Verb;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A supervisor of two processes, {@code db} and {@code web}, that exists in memory alone. What is
 * asked is done at once, but for {@code db}, which waits until {@link #finish} is called.
 */
final class FakeCommands implements Commands {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private static final Setting YES = new Setting(true, new SetBy.Configuration(), NOON);
  private static final Setting NO = new Setting(false, new SetBy.Configuration(), NOON);

  private final Map<String, ProcessStatus> processes = new LinkedHashMap<>();
  private final List<LogLine> history = new ArrayList<>();
  private final List<Consumer<LogLine>> readers = new ArrayList<>();
  private final List<Consumer<ControlEvent>> listeners = new ArrayList<>();
  private final List<Runnable> unfinished = new ArrayList<>();
  private boolean broken;

  FakeCommands() {
    processes.put("db", process("db", 16, YES, NO));
    processes.put("web", process("web", 17, YES, NO));
  }

  private static ProcessStatus process(String name, int pid, Setting started, Setting suspended) {
    Intent intent = new Intent(started, YES, suspended);
    return new ProcessStatus(name, true, intent, life(pid, started.value() && !suspended.value()));
  }

  private static Life life(int pid, boolean runs) {
    return new Life(
        runs ? ProcessPhase.RUNNING : ProcessPhase.DOWN,
        runs ? OptionalInt.of(pid) : OptionalInt.empty(),
        new Readiness(runs ? Readiness.State.YES : Readiness.State.NO, NOON),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** From now on there is a third process, which is only started when somebody asks for it. */
  void addOnRequest(String name) {
    Intent intent = new Intent(NO, YES, NO);
    processes.put(name, new ProcessStatus(name, false, intent, life(18, false)));
  }

  @Override
  public Status status() {
    return new Status(
        new Instance(
            "0.1.0", 1, Optional.of("/etc/ostler.yaml"), NOON, Duration.ofMillis(93_500), false),
        Optional.of(new Activation("/run/active", true, NOON)),
        List.copyOf(processes.values()),
        List.of(
            new ConfigurationStatus(
                "site",
                "/config/site.tar",
                "/etc/nginx",
                ConfigurationStatus.State.CURRENT,
                new ConfigurationStatus.Version(2, Optional.of("5ad0c1c6e5dd46f8")),
                Optional.of(new UpdateResult(true, "updated /etc/nginx: 1 modified", NOON)),
                Optional.empty())));
  }

  /** From now on there is a mistake in counting. */
  void breakMetrics() {
    broken = true;
  }

  @Override
  public Metrics metrics() {
    if (broken) {
      throw new IllegalStateException("injected");
    }
    return new Metrics("# TYPE ostler_restarts counter\nostler_restarts_total 0\n# EOF\n");
  }

  @Override
  public Runnable change(
      Verb verb, List<String> names, SetBy.Control by, Consumer<ProcessChange> told) {
    for (String name : names) {
      Runnable change = () -> told.accept(change(verb, name, by));
      if (name.equals("db")) {
        unfinished.add(change);
      } else {
        change.run();
      }
    }
    return () -> {};
  }

  private ProcessChange change(Verb verb, String name, SetBy.Control by) {
    ProcessStatus former = Objects.requireNonNull(processes.get(name));
    int pid = name.equals("db") ? 16 : 17;
    Setting started = former.intent().started();
    Setting suspended = former.intent().suspended();
    switch (verb) {
      case START, RESTART -> started = new Setting(true, by, NOON);
      case STOP -> started = new Setting(false, by, NOON);
      case SUSPEND -> suspended = new Setting(true, by, NOON);
      case RESUME -> suspended = new Setting(false, by, NOON);
    }
    ProcessStatus as = process(name, pid, started, suspended);
    ProcessStatus changed = new ProcessStatus(name, former.autostart(), as.intent(), as.life());
    processes.put(name, changed);
    boolean same = changed.life().equals(former.life()) && verb != Verb.RESTART;
    return ProcessChange.of(name, same ? Outcome.UNCHANGED : Outcome.DONE);
  }

  /** Does what {@code db} was asked for; whether it was asked for anything. */
  boolean finish() {
    List<Runnable> now = List.copyOf(unfinished);
    unfinished.clear();
    now.forEach(Runnable::run);
    return !now.isEmpty();
  }

  @Override
  public ProcessChange signal(Signal signal, String process, SetBy.Control by) {
    return Objects.requireNonNull(processes.get(process)).life().phase() == ProcessPhase.RUNNING
        ? ProcessChange.of(process, Outcome.DONE)
        : ProcessChange.failed(
            process, "cannot send " + signal + " to " + process + ": it does not run");
  }

  @Override
  public String awaited(String process) {
    return "it is being stopped";
  }

  @Override
  public Supplier<String> reload(
      boolean dryRun, SetBy.Control by, Consumer<Answer> told, Consumer<Answer> done) {
    Reloaded reloaded =
        new Reloaded(
            !dryRun,
            List.of(new Reloaded.Difference(Reloaded.Action.RESTART, "web", "command differs")));
    told.accept(reloaded);
    if (!dryRun) {
      unfinished.add(() -> done.accept(reloaded));
    }
    return () -> "web: it is being stopped";
  }

  @Override
  public List<LogLine> logs(Predicate<String> wanted, int lines) {
    List<LogLine> all = history.stream().filter(line -> wanted.test(line.process())).toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  /** A process writes a line. */
  void write(String process, String text) {
    LogLine line = new LogLine(process, LogLine.Stream.STDOUT, NOON, text);
    history.add(line);
    List.copyOf(readers).forEach(reader -> reader.accept(line));
  }

  @Override
  public Runnable followLogs(Predicate<String> wanted, Consumer<LogLine> told) {
    Consumer<LogLine> reader =
        line -> {
          if (wanted.test(line.process())) {
            told.accept(line);
          }
        };
    readers.add(reader);
    return () -> readers.remove(reader);
  }

  /** Something happens. */
  void happen(ControlEvent.Kind kind, String process, String message) {
    ControlEvent event =
        new ControlEvent(NOON, kind, Optional.of(process), Optional.empty(), message);
    List.copyOf(listeners).forEach(listener -> listener.accept(event));
  }

  @Override
  public Runnable followEvents(Consumer<ControlEvent> told) {
    listeners.add(told);
    return () -> listeners.remove(told);
  }

  int followers() {
    return readers.size() + listeners.size();
  }
}
