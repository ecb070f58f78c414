package dev.ostler.fleet;

import dev.ostler.engine.SshSettings;

/** Where a host's engine is. */
public sealed interface HostAddress {
  /**
   * The engine, without who asks and how: what stays the same when a key is changed.
   *
   * @return such as {@code ssh://web1:22/var/run/docker.sock}
   */
  String identity();

  /**
   * An engine that is reached without SSH.
   *
   * @param engine {@code unix:///PATH} or {@code tcp://HOST:PORT}
   */
  record Direct(String engine) implements HostAddress {
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
