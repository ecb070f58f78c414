package dev.ostler.entrypoint;

import java.io.IOException;

/** Our own standard output or error, written without waiting for whoever reads it. */
public interface StandardStreamHandler extends AutoCloseable {
  /**
   * Writes as much as there is room for.
   *
   * @param bytes holds what to write
   * @param from where that begins
   * @param to where it ends
   * @return how many bytes were taken; 0 if there is no room, and then {@link RoomAgain} follows
   * @throws IOException a {@link dev.ostler.linux.LinuxException} with EPIPE if nobody reads any
   *     more, ENOSPC if it is a file on a full disk
   */
  int write(byte[] bytes, int from, int to) throws IOException;

  /** Leaves the stream, which stays open; no event follows. A second call does nothing. */
  @Override
  void close();
}
