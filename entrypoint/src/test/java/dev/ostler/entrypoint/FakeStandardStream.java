package dev.ostler.entrypoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A standard stream that a test reads, and that is as full as the test says. */
public final class FakeStandardStream implements StandardStreamHandler {
  private final FakeEntrypoint entrypoint;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private int room = Integer.MAX_VALUE;
  private boolean waiting;

  FakeStandardStream(FakeEntrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  /**
   * Returns what was written.
   *
   * @return all of it
   */
  public String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /**
   * Leaves room for so many bytes from now on.
   *
   * @param bytes 0 for a reader that has stopped
   */
  public void leaveRoom(int bytes) {
    room = bytes;
    if (waiting && room > 0) {
      waiting = false;
      entrypoint.report(new RoomAgain(this));
    }
  }

  @Override
  public int write(byte[] bytes, int from, int to) {
    int taken = Math.min(room, to - from);
    written.write(bytes, from, taken);
    room -= taken;
    waiting = waiting || (taken == 0 && from < to);
    return taken;
  }

  @Override
  public void close() {
    waiting = false;
  }
}
