package dev.ostler.fleet;

import java.time.Duration;
import java.util.List;

/** How it is seen that a started container works. */
public sealed interface HealthProbe {
  /**
   * Returns how long it may take after the start.
   *
   * @return the longest time from the start on
   */
  Duration within();

  /**
   * By the engine's health check if the container has one; otherwise it must stay up for the
   * policy's monitor time without a restart.
   *
   * @param within how long it may take
   */
  record Engine(Duration within) implements HealthProbe {}

  /**
   * By an answer with a status from 200 to 399.
   *
   * @param port port in the container
   * @param path path and query of the request
   * @param within how long it may take
   */
  record Http(int port, String path, Duration within) implements HealthProbe {}

  /**
   * By a connection.
   *
   * @param port port in the container
   * @param within how long it may take
   */
  record Tcp(int port, Duration within) implements HealthProbe {}

  /**
   * By a command in the container that ends with status 0.
   *
   * @param command its words
   * @param within how long it may take
   */
  record Exec(List<String> command, Duration within) implements HealthProbe {
    /** Copies. */
    public Exec {
      command = List.copyOf(command);
    }
  }

  /**
   * The engine's view, for half a minute.
   *
   * @return the default
   */
  static HealthProbe ofEngine() {
    return new Engine(Duration.ofSeconds(30));
  }
}
