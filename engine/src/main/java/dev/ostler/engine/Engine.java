package dev.ostler.engine;

import java.time.Duration;

/**
 * A container engine. Safe for use by several threads at once; blocking, with a deadline on every
 * call. Nothing is sent before the first call, which begins with asking for the version of the API.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
public interface Engine extends AutoCloseable {
  /**
   * An engine reached by a dialer.
   *
   * @param dialer opens streams to it; closed with the engine
   * @param options how patient to be
   * @return the engine; the caller closes it
   */
  static Engine over(Dialer dialer, EngineOptions options) {
    return new HttpEngine(new Client(new Transport(dialer, options)));
  }

  /**
   * An engine reached by a dialer, with {@link EngineOptions#DEFAULTS}.
   *
   * @param dialer opens streams to it; closed with the engine
   * @return the engine; the caller closes it
   */
  static Engine over(Dialer dialer) {
    return over(dialer, EngineOptions.DEFAULTS);
  }

  /**
   * Returns where it is.
   *
   * @return see {@link Dialer#address}
   */
  String address();

  /**
   * Asks whether it answers.
   *
   * @return the version of the API that is spoken with it from now on: the newest that both sides
   *     know, {@link ApiVersion#OLDEST} at least
   * @throws EngineException if it does not answer, or speaks only older versions
   */
  ApiVersion ping() throws EngineException;

  /**
   * Asks what it is.
   *
   * @return its versions
   * @throws EngineException if it does not answer
   */
  EngineVersion version() throws EngineException;

  /**
   * Follows what happens. Nothing is sent before the first {@link Events#next}.
   *
   * @param query which events
   * @return the events; the caller closes them
   */
  Events events(EventQuery query);

  /**
   * Opens a stream to a port as the engine's host sees it, by the way that leads to the engine.
   *
   * @param host name or address there, such as that of a container
   * @param port 1 to 65535
   * @param within how long opening may take; positive
   * @return the stream; the caller closes it
   * @throws EngineException if nobody takes the connection, or if no way leads there: where the
   *     engine is asked over TCP, none does
   */
  Duplex dialFromHost(String host, int port, Duration within) throws EngineException;

  /**
   * Returns its containers.
   *
   * @return always the same object
   */
  Containers containers();

  /**
   * Returns the files inside its containers.
   *
   * @return always the same object
   */
  ContainerFiles files();

  /**
   * Returns the processes inside its containers.
   *
   * @return always the same object
   */
  Processes processes();

  /**
   * Returns its images.
   *
   * @return always the same object
   */
  Images images();

  /**
   * Returns its networks.
   *
   * @return always the same object
   */
  Networks networks();

  /**
   * Returns its volumes.
   *
   * @return always the same object
   */
  Volumes volumes();

  /** Closes all connections; calls that wait fail. Can be called twice. */
  @Override
  void close();
}
