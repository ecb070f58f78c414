package dev.ostler.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * JSON texts of a stream, one in each line. A read that takes too long leaves what has come of a
 * line for the next call.
 */
final class JsonLines {
  /** No engine's line is longer. */
  private static final int LONGEST = 1024 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int next;
  private int end;

  JsonLines(InputStream in) {
    this.in = in;
  }

  /**
   * Waits for the next one.
   *
   * @return nothing at the end of the stream
   * @throws IllegalArgumentException if a line is not JSON
   */
  Optional<Json> next() throws IOException {
    while (true) {
      while (next < end) {
        byte one = buffer[next++];
        if (one == '\n' && line.size() > 0) {
          return Optional.of(take());
        }
        if (one != '\n' && one != '\r') {
          line.write(one);
        }
        if (line.size() > LONGEST) {
          throw new IOException("a line of the engine's answer is too long");
        }
      }
      next = 0;
      end = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return line.size() == 0 ? Optional.empty() : Optional.of(take());
      }
    }
  }

  private Json take() {
    byte[] text = line.toByteArray();
    line.reset();
    return Json.parse(text);
  }
}
