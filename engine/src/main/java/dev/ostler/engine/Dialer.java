package dev.ostler.engine;

import java.time.Duration;

/**
 * Opens byte streams to one container engine. Safe for use by several threads at once: an {@code
 * Engine} dials whenever its pool has no idle stream.
 */
public interface Dialer extends AutoCloseable {
  /**
   * Opens a new stream to the engine.
   *
   * @param within how long opening may take, with everything that belongs to it (name look-up,
   *     login, TLS handshake); positive
   * @return the stream; the caller closes it
   * @throws EngineException with {@link EngineException.Kind#UNREACHABLE} if no stream could be
   *     opened in that time, or if this dialer is closed
   */
  Duplex dial(Duration within) throws EngineException;

  /**
   * Opens a stream to a port as the engine's host sees it, by the way that leads to the engine.
   *
   * @param host name or address there, such as that of a container
   * @param port 1 to 65535
   * @param within how long opening may take; positive
   * @return the stream; the caller closes it
   * @throws EngineException with {@link EngineException.Kind#UNREACHABLE} if nobody takes the
   *     connection, or if no way leads there
   */
  default Duplex dialFromHost(String host, int port, Duration within) throws EngineException {
    throw EngineException.unreachable(
        address(), "port " + port + " of " + host + " cannot be reached through it", null);
  }

  /**
   * Returns where the engine is, for messages and never with a secret.
   *
   * @return such as {@code unix:///var/run/docker.sock}, {@code tcp://10.0.0.7:2376} or {@code
   *     ssh://deploy@web1.example.com}
   */
  String address();

  /**
   * Closes what the streams share, such as a login. Streams that are still open end with it. Can be
   * called twice.
   */
  @Override
  void close();
}
