package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Says messages as JSON lines, like those of a file with {@code log: {format: json}}. */
public final class JsonReporter implements Reporter {
  private static final Origin US =
      new Origin(LogLine.OURSELVES, LogStream.STDERR, OptionalInt.empty());

  private final Consumer<String> lines;
  private final InstantSource clock;

  /**
   * Prepares one.
   *
   * @param lines takes one line, without its end
   * @param clock tells when something was said
   */
  public JsonReporter(Consumer<String> lines, InstantSource clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public void say(String message) {
    // Made here and not before: preparing to write times takes longer than many a start.
    LineFormat format = new JsonFormat();
    LineBuffer line = new LineBuffer();
    format.append(line, US, clock.instant(), Piece.whole(message.getBytes(StandardCharsets.UTF_8)));
    lines.accept(line.toString().stripTrailing());
  }
}
