package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * One stream of bytes in both directions whose outgoing half can end alone. One thread may read
 * while another writes; {@link #close} may be called by a third and ends both.
 */
public interface Duplex extends AutoCloseable {
  /**
   * Returns what the other side sends. Its end is an ordinary {@code -1}; a read that a closed or
   * broken stream interrupts throws {@link IOException}.
   *
   * @return always the same stream; unbuffered, so that read as much at once as there is room for
   */
  InputStream input();

  /**
   * Returns where to write. Writes block while the other side takes nothing.
   *
   * @return always the same stream; unbuffered, so that write as much at once as there is
   */
  OutputStream output();

  /**
   * Says to the other side that nothing more will be written. Reading goes on.
   *
   * @throws IOException if the stream is broken
   */
  void finishOutput() throws IOException;

  /**
   * Limits how long each later read may wait for its first byte. A read that waits longer throws
   * {@link java.net.SocketTimeoutException} and takes nothing from the stream, which can be read
   * again. A read that waits already keeps its old limit.
   *
   * @param perRead the limit; zero for none, which is how a stream begins
   */
  void readDeadline(Duration perRead);

  /** Ends both directions at once, and every read and write that waits. Can be called twice. */
  @Override
  void close();
}
