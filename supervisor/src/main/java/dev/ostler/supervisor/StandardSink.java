package dev.ostler.supervisor;

import java.time.Instant;

/** To our own two streams, each line to the one that it was written to. */
final class StandardSink implements LineSink {
  private final LineFormat format;
  private final OwnStreams streams;
  private final LineBuffer formatted = new LineBuffer();

  StandardSink(LineFormat format, OwnStreams streams) {
    this.format = format;
    this.streams = streams;
  }

  @Override
  public void line(Origin origin, Instant time, Piece piece) {
    formatted.clear();
    format.append(formatted, origin, time, piece);
    streams.add(origin.stream(), formatted);
  }

  @Override
  public boolean hasReader() {
    return true;
  }

  @Override
  public boolean takesMore() {
    return streams.takeMore();
  }

  @Override
  public void flush() {
    streams.flush();
  }
}
