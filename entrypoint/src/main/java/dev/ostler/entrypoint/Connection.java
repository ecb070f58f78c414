package dev.ostler.entrypoint;

import dev.ostler.linux.Peer;
import java.util.Optional;

/**
 * A stream of bytes to another process: one connection of a unix or TCP socket. Each has exactly
 * one {@link ConnectionEvent.Ended}, unless it is closed before.
 */
public interface Connection extends AutoCloseable {
  /** How many bytes may wait for the kernel: 1 MiB. */
  int LARGEST_QUEUE = 1 << 20;

  /**
   * Tells who is at the other end of a unix socket, as the kernel noted it when the connection was
   * made.
   *
   * @return empty for TCP, and until {@link ConnectionEvent.Opened}
   */
  Optional<Peer> peer();

  /**
   * Writes. Never blocks: what the kernel does not take now is queued. May be called before {@link
   * ConnectionEvent.Opened}.
   *
   * @param bytes what to write, not to be changed afterwards
   * @return false if nothing was taken: more than {@link #LARGEST_QUEUE} bytes would wait, nobody
   *     reads at the other end any more, or the connection was finished or has ended
   */
  boolean write(byte[] bytes);

  /**
   * Returns what the kernel has not taken yet.
   *
   * @return bytes, 0 to {@link #LARGEST_QUEUE}
   */
  int waiting();

  /**
   * Closes as soon as all was written; {@link ConnectionEvent.Ended} follows then. What still
   * arrives is thrown away. The other side has a second to close after it was told the end, so that
   * TCP does not take back what it has not read yet. How long it takes to read is for the caller to
   * limit, by {@link #close()}.
   */
  void finish();

  /** Closes at once; no event follows. A second call does nothing. */
  @Override
  void close();
}
