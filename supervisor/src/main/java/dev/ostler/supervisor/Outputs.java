package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.OutputHandler;
import dev.ostler.entrypoint.OutputReceived;
import dev.ostler.linux.ChildCommand;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * The exit of a process and its last words arrive by two ways, in either order. So when one ends,
 * its pipes are read at once and its run is over one turn of the loop later, or when it is started
 * again, whichever comes first.
 */
/**
 * What all processes write, and what we have to say: led to where it belongs, line by line, without
 * ever waiting for a reader for long. For one thread, the entrypoint's.
 */
final class Outputs implements AutoCloseable {
  /** How long we stay at the end for readers to take what waits. */
  static final Duration FLUSH = Duration.ofSeconds(1);

  private record Ending(Alarm turn, boolean failed) {}

  private final Entrypoint entrypoint;
  private final InstantSource clock;
  private final LineJournal journal = new LineJournal();
  private final Destinations destinations;
  private final Map<String, Output> outputs = new LinkedHashMap<>();
  private final Map<OutputHandler, Output> byPipe = new HashMap<>();
  private final Map<String, Ending> endings = new HashMap<>();
  private final Map<Alarm, String> turns = new HashMap<>();
  private @Nullable Alarm lastTurn;
  private @Nullable Alarm lastMoment;
  private boolean everythingRead;
  private boolean tooLate;

  /**
   * Opens our own streams.
   *
   * @param coloured whether standard output is a terminal that shall see colours
   */
  Outputs(Entrypoint entrypoint, MessageFormat messages, boolean coloured, InstantSource clock) {
    this.entrypoint = entrypoint;
    this.clock = clock;
    this.destinations =
        new Destinations(entrypoint, new OwnMessages(messages, journal, clock), coloured);
    destinations.whenAnswered(this::answer);
  }

  /** Has lines counted that nobody takes, by where they were to go: stdout, stderr or file. */
  void whenLost(ObjLongConsumer<String> counter) {
    destinations.whenLost(counter);
  }

  /** Where our own messages go: standard error, in order with what processes write there. */
  Reporter reporter() {
    return destinations;
  }

  /** Makes a place for what a process writes, once for all its runs, before the first. */
  void add(String process, OutputPlan plan) throws IOException {
    if (outputs.containsKey(process)) {
      throw new IllegalArgumentException("the output of " + process + " has a place already");
    }
    LineSink sink = destinations.sink(process, plan.mode());
    outputs.put(process, new Output(process, plan.mode(), sink, journal, clock));
    if (!(plan.mode() instanceof OutputMode.Inherit)) {
      journal.keep(process, plan.lastBytes());
      openPipes(process);
    }
  }

  private void openPipes(String process) throws IOException {
    try {
      for (LogStream stream : LogStream.values()) {
        OutputHandler pipe = entrypoint.output(process + " " + stream.word());
        output(process).add(stream, pipe);
        byPipe.put(pipe, output(process));
      }
    } catch (IOException e) {
      remove(process);
      throw e;
    }
  }

  private Output output(String process) {
    Output output = outputs.get(process);
    if (output == null) {
      throw new IllegalArgumentException("the output of " + process + " has no place");
    }
    return output;
  }

  /** Forgets a process that has ended and will not be started again. */
  void remove(String process) {
    Output output = output(process);
    endRun(process);
    output.close();
    outputs.remove(process);
    output.pipes().forEach(byPipe::remove);
    journal.forget(process);
    destinations.forget(process);
  }

  /** Returns the command with its output led here; unchanged if that is inherited. */
  ChildCommand connect(String process, ChildCommand command) {
    return output(process).connect(command);
  }

  /** To be called when a process has started, before any later event. */
  void started(String process, int pid) {
    // Whoever ended before this start has said its last words before the first of this one.
    List.copyOf(endings.keySet()).forEach(this::endRun);
    output(process).started(pid);
  }

  /** To be called when a process has ended; of one that has failed the last lines are shown. */
  void ended(String process, boolean failed) {
    endRun(process);
    output(process).readNow();
    Alarm turn = entrypoint.alarm(Duration.ZERO);
    endings.put(process, new Ending(turn, failed));
    turns.put(turn, process);
  }

  private void endRun(String process) {
    Ending ending = endings.remove(process);
    if (ending != null) {
      ending.turn().cancel();
      turns.remove(ending.turn());
      Output output = output(process);
      output.endRun();
      if (ending.failed()) {
        FailureReport.of(process, output).ifPresent(reporter()::say);
      }
    }
  }

  /** Takes an event; says whether it was for us. */
  boolean happened(Event event) {
    return switch (event) {
      case OutputReceived received -> received(received);
      case AlarmRang rang -> rang(rang.alarm()) || destinations.happened(rang);
      case Event other -> destinations.happened(other);
    };
  }

  private boolean received(OutputReceived received) {
    Output output = byPipe.get(received.handler());
    if (output == null) {
      return false;
    }
    output.received(received.handler(), received.bytes());
    return true;
  }

  private boolean rang(Alarm alarm) {
    if (alarm.equals(lastTurn)) {
      outputs.keySet().forEach(this::endRun);
      outputs.values().forEach(Output::endRun);
      everythingRead = true;
      return true;
    }
    if (alarm.equals(lastMoment)) {
      tooLate = true;
      return true;
    }
    String process = turns.get(alarm);
    if (process == null) {
      return false;
    }
    endRun(process);
    return true;
  }

  private void answer(Patience.Answer answer) {
    switch (answer) {
      case NOTHING -> {}
      case HOLD -> outputs.values().forEach(Output::hold);
      case RELEASE -> outputs.values().forEach(Output::release);
    }
  }

  /** The newest lines of some processes, or of all if none is named, oldest first. */
  List<LogLine> last(Set<String> processes, int atMost) {
    return journal.last(processes, atMost);
  }

  /** Whether lines of a process are kept; never of one whose output is inherited. */
  boolean keeps(String process) {
    return journal.keeps(process);
  }

  /** Tells each new line of some processes, also of those that come later. */
  Subscription follow(Predicate<String> processes, LineListener listener) {
    return journal.follow(processes, listener);
  }

  /** Begins the end: reads what is left; {@link #isFinished} is to be asked after each event. */
  void finish() {
    outputs.values().forEach(Output::readNow);
    lastTurn = entrypoint.alarm(Duration.ZERO);
    lastMoment = entrypoint.alarm(FLUSH);
  }

  /** Whether all is written, or readers have had their time. */
  boolean isFinished() {
    boolean idle = outputs.values().stream().allMatch(Output::isIdle);
    return tooLate || (everythingRead && idle && destinations.areEmpty());
  }

  @Override
  public void close() {
    List.copyOf(outputs.keySet()).forEach(this::remove);
    destinations.close();
  }
}
