package dev.ostler.supervisor;

import dev.ostler.entrypoint.OutputHandler;
import dev.ostler.linux.ChildCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What one process writes, over all its runs. */
final class Output {
  private final String process;
  private final OutputMode mode;
  private final LineSink sink;
  private final LineJournal journal;
  private final InstantSource clock;
  private final Map<LogStream, StreamReading> readings = new EnumMap<>(LogStream.class);
  private OptionalInt pid = OptionalInt.empty();
  private long lastLineBefore;
  private boolean held;

  Output(String process, OutputMode mode, LineSink sink, LineJournal journal, InstantSource clock) {
    this.process = process;
    this.mode = mode;
    this.sink = sink;
    this.journal = journal;
    this.clock = clock;
  }

  /** Lets it read a pipe. */
  void add(LogStream stream, OutputHandler pipe) {
    readings.put(stream, new StreamReading(pipe));
  }

  List<OutputHandler> pipes() {
    return readings.values().stream().map(StreamReading::pipe).toList();
  }

  OutputMode mode() {
    return mode;
  }

  /** Returns the command with its output led here; unchanged if that is inherited. */
  ChildCommand connect(ChildCommand command) {
    StreamReading output = readings.get(LogStream.STDOUT);
    StreamReading error = readings.get(LogStream.STDERR);
    return output == null || error == null
        ? command
        : command
            .withStandardOutput(output.pipe().writeEnd())
            .withStandardError(error.pipe().writeEnd());
  }

  void started(int startedPid) {
    pid = OptionalInt.of(startedPid);
    lastLineBefore = journal.lastNumber();
  }

  void received(OutputHandler pipe, byte[] bytes) {
    for (StreamReading reading : readings.values()) {
      if (reading.pipe().equals(pipe)) {
        reading.add(bytes);
      }
    }
    work();
  }

  /** Reads what is there, held or not. */
  void readNow() {
    readings.values().forEach(reading -> reading.pipe().readNow());
  }

  /** Nothing belongs any more to a line that has no newline yet. */
  void endRun() {
    readings.values().forEach(StreamReading::endRun);
    work();
  }

  private void work() {
    Instant now = clock.instant();
    readings.forEach((stream, reading) -> {
      Origin origin = new Origin(process, stream, pid);
      reading.work(sink::takesMore, piece -> line(origin, now, piece));
    });
    sink.flush();
  }

  private void line(Origin origin, Instant time, Piece piece) {
    journal.line(origin, time, piece);
    sink.line(origin, time, piece);
  }

  /** Reads nothing for a while if readers of our own streams are to be waited for. */
  void hold() {
    if (sink.hasReader()) {
      held = true;
      readings.values().forEach(reading -> reading.pipe().pause());
    }
  }

  /** Reads on. */
  void release() {
    if (held) {
      held = false;
      work();
      resumeUnlessHeld();
    }
  }

  /** What waited may have been too much again. */
  private void resumeUnlessHeld() {
    if (!held) {
      readings.values().forEach(reading -> reading.pipe().resume());
    }
  }

  boolean isIdle() {
    return readings.values().stream().allMatch(StreamReading::isIdle);
  }

  /** The newest lines of this run. */
  List<LogLine> lastLines(int atMost) {
    return journal.lastSince(process, lastLineBefore, atMost);
  }

  void close() {
    endRun();
    readings.values().forEach(reading -> reading.pipe().close());
    sink.close();
  }
}
