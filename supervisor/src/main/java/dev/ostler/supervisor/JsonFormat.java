package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One object a line: {@code time} (UTC, milliseconds), {@code process}, {@code stream}, {@code pid}
 * (as last started; not of our own messages), {@code message}, and {@code "partial":true} if the
 * line goes on in the next object of the same stream.
 *
 * @see <a href="https://jsonlines.org/">JSON Lines</a>
 */
final class JsonFormat implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Instant formatted = Instant.EPOCH;
  private String formattedTime = TIME.format(formatted);

  @Override
  public void append(LineBuffer to, Origin origin, Instant time, Piece piece) {
    to.append("{\"time\":\"").append(format(time)).append("\",\"process\":\"");
    JsonText.append(to, Piece.whole(origin.process().getBytes(StandardCharsets.UTF_8)));
    to.append("\",\"stream\":\"").append(origin.stream().word()).append("\",");
    if (origin.pid().isPresent()) {
      to.append("\"pid\":").append(Integer.toString(origin.pid().getAsInt())).append(',');
    }
    to.append("\"message\":\"");
    JsonText.append(to, piece);
    to.append(piece.goesOn() ? "\",\"partial\":true}\n" : "\"}\n");
  }

  /** All lines of one reading have the same time. */
  private String format(Instant time) {
    if (!time.equals(formatted)) {
      formatted = time;
      formattedTime = TIME.format(time);
    }
    return formattedTime;
  }
}
