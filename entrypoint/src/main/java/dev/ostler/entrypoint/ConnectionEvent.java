package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxException;
import java.util.Optional;

/** What happens to a connection. */
public sealed interface ConnectionEvent extends Event {
  /**
   * Returns whose event it is.
   *
   * @return the connection
   */
  Connection connection();

  /**
   * Somebody has connected to a listener of ours, or our own {@code connect} has succeeded.
   *
   * @param connection to be closed or finished by whoever takes the event
   * @param listener where somebody has connected; empty for our own
   */
  record Opened(Connection connection, Optional<ListenHandler> listener)
      implements ConnectionEvent {}

  /**
   * Something has arrived.
   *
   * @param connection where
   * @param bytes 1 byte to 64 KiB, cut wherever it happens to be
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Received(Connection connection, byte[] bytes) implements ConnectionEvent {}

  /**
   * The other side will write no more, but may still read: answer what is to be answered, then
   * {@link Connection#finish()}. If TCP's other side has gone altogether, this is all that is told
   * until something is written to it.
   *
   * @param connection still open
   */
  record InputEnded(Connection connection) implements ConnectionEvent {}

  /**
   * All that waited was taken by the kernel.
   *
   * @param connection where {@link Connection#waiting()} was above 0
   */
  record Drained(Connection connection) implements ConnectionEvent {}

  /**
   * The connection is over and closed.
   *
   * @param connection which one
   * @param reason why it failed or was refused; empty if it was finished or the other side has
   *     closed it
   */
  record Ended(Connection connection, Optional<LinuxException> reason) implements ConnectionEvent {}
}
