package dev.ostler.fleet;

import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.SshDialer;
import dev.ostler.engine.SshSettings;
import dev.ostler.engine.UnixDialer;
import java.nio.file.Path;

/** Reaches the engines of hosts. */
@FunctionalInterface
public interface Connector {
  /**
   * Returns the engine of a host. Nothing need be sent to it yet.
   *
   * @param host the host
   * @return its engine; the caller closes it
   * @throws EngineException if it cannot be reached
   */
  Engine connect(Host host) throws EngineException;

  /**
   * By the address that the host has in the file.
   *
   * @return the usual connector
   */
  static Connector byAddress() {
    return host ->
        switch (host.address()) {
          case HostAddress.Direct(String engine) -> direct(host.name(), engine);
          case HostAddress.Ssh(SshSettings settings) -> Engine.over(new SshDialer(settings));
        };
  }

  private static Engine direct(String host, String engine) throws EngineException {
    String unix = "unix://";
    if (engine.startsWith(unix)) {
      return Engine.over(new UnixDialer(Path.of(engine.substring(unix.length()))));
    }
    throw EngineException.unreachable(
        engine, "host " + host + " needs an address that begins with unix://", null);
  }
}
