package dev.ostler.fleet;

import dev.ostler.engine.Dialer;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.EngineOptions;
import dev.ostler.engine.SshDialer;
import dev.ostler.engine.SshSettings;
import dev.ostler.engine.TcpDialer;
import dev.ostler.engine.TlsDialer;
import dev.ostler.engine.TlsMaterial;
import dev.ostler.engine.UnixDialer;
import java.io.IOException;
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
    return host -> {
      Dialer dialer =
          switch (host.address()) {
            case HostAddress.Direct direct -> dialer(direct);
            case HostAddress.Ssh(SshSettings settings) -> new SshDialer(settings);
          };
      return Engine.over(dialer, EngineOptions.DEFAULTS.withConnectWithin(host.connectWithin()));
    };
  }

  private static Dialer dialer(HostAddress.Direct address) throws EngineException {
    String engine = address.engine();
    String unix = "unix://";
    if (engine.startsWith(unix)) {
      return new UnixDialer(Path.of(engine.substring(unix.length())));
    }
    String authority = engine.substring("tcp://".length()).replace("/", "");
    int colon = authority.lastIndexOf(':');
    String host = authority.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    TcpDialer tcp =
        new TcpDialer(
            bracketed ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(authority.substring(colon + 1)));
    return address.tls().isPresent() ? tls(tcp, address.tls().get()) : tcp;
  }

  private static Dialer tls(TcpDialer tcp, Path folder) throws EngineException {
    try {
      return new TlsDialer(tcp, TlsMaterial.ofFolder(folder));
    } catch (EngineException e) {
      throw e;
    } catch (IOException e) {
      throw EngineException.unreachable(tcp.address(), "cannot read " + e.getMessage(), e);
    }
  }
}
