package dev.ostler.fleet;

import dev.ostler.engine.SshSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a host's engine is. */
public sealed interface HostAddress {
  /**
   * The engine, without who asks and how: what stays the same when a key is changed.
   *
   * @return such as {@code ssh://web1:22/var/run/docker.sock}
   */
  String identity();

  /**
   * Whether the way to the engine leads to ports of its containers, too.
   *
   * @return false where the engine is asked over TCP
   */
  default boolean reachesPorts() {
    return switch (this) {
      case Direct direct -> direct.engine().startsWith("unix:");
      case Ssh _ -> true;
    };
  }

  /**
   * Puts together what several say of one host, as its own settings, those of its group and those
   * of all: who says that it needs no SSH is right, of SSH each says what those before leave open.
   *
   * @param settings the nearest first
   * @return this machine's engine if nobody says anything
   */
  static HostAddress merged(List<HostAddress> settings) {
    HostAddress merged = null;
    for (HostAddress one : settings) {
      if (merged == null) {
        merged = one;
      } else if (merged instanceof Ssh(SshSettings near) && one instanceof Ssh(SshSettings far)) {
        merged = new Ssh(near.orElse(far));
      }
    }
    return merged == null ? new Direct(Direct.DOCKER) : merged;
  }

  /**
   * An engine that is reached without SSH.
   *
   * @param engine {@code unix:///PATH} or {@code tcp://HOST:PORT}
   * @param tls folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for an engine that
   *     is reached over TLS
   */
  record Direct(String engine, Optional<Path> tls) implements HostAddress {
    /** Docker's on this machine. */
    static final String DOCKER = "unix://" + SshSettings.DOCKER_SOCKET;

    /** Checks the address. */
    public Direct {
      Optional<String> problem = problem(engine, tls);
      if (problem.isPresent()) {
        throw new IllegalArgumentException(problem.get());
      }
    }

    /** Why there can be no such address; empty if there can. */
    static Optional<String> problem(String engine, Optional<Path> tls) {
      boolean isUnix = engine.startsWith("unix:///");
      if (!isUnix && !engine.matches("tcp://[^/]+:[0-9]{1,5}/?")) {
        return Optional.of(
            "address of an engine must be unix:///PATH or tcp://HOST:PORT, got '" + engine + "'");
      }
      return isUnix && tls.isPresent()
          ? Optional.of("an engine at a unix socket has no TLS")
          : Optional.empty();
    }

    /**
     * An engine without TLS.
     *
     * @param engine {@code unix:///PATH} or {@code tcp://HOST:PORT}
     */
    public Direct(String engine) {
      this(engine, Optional.empty());
    }

    @Override
    public String identity() {
      return engine;
    }
  }

  /**
   * An engine that is reached over SSH.
   *
   * @param settings how
   */
  record Ssh(SshSettings settings) implements HostAddress {
    @Override
    public String identity() {
      String port = settings.options().getOrDefault("Port", "22");
      return "ssh://" + settings.host() + ":" + port + settings.access().socket();
    }
  }
}
