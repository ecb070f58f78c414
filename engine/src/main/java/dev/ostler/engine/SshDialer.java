package dev.ostler.engine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a container engine through a login at its host. All streams share one login for as long
 * as that is possible; nothing listens on this machine.
 *
 * <p>A stream leads to the engine's socket. Where sshd does not allow that, or the user may not
 * open the socket, {@code docker system dial-stdio} on the host is tried. Such streams count as
 * sessions, of which sshd allows few on a connection ({@code MaxSessions}): for more, further
 * logins follow.
 *
 * <p>A lost connection is noticed by {@code ServerAliveInterval} (10 s unless configured) and
 * {@code ServerAliveCountMax} (3), so after 40 s at most, and ends its streams with an error; the
 * next dial logs in anew. An unused login ends by itself.
 *
 * <p>If trying again is of no use, as with a changed host key, a {@link SshLoginException} is
 * {@linkplain SshLoginException#behind behind} the {@link EngineException}. For ten seconds the
 * same answer is then given without asking the host, which may count attempts.
 */
public final class SshDialer implements Dialer {
  private static final byte[] PING =
      "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static final String ANSWER = "HTTP/1.";

  private final SshSettings settings;
  private final SshConnections connections;

  /** The connection on which it was found that the engine is reached by a program only. */
  private volatile @Nullable SshConnection programOnly;

  /**
   * A dialer; nothing is opened yet.
   *
   * @param settings how to reach the host
   */
  public SshDialer(SshSettings settings) {
    this(settings, configuration());
  }

  SshDialer(SshSettings settings, SshConfiguration configuration) {
    this.settings = settings;
    this.connections =
        new SshConnections(
            new SshLogin(settings, configuration)::perform, settings.access().idle());
  }

  private static SshConfiguration configuration() {
    SshPaths paths = SshPaths.ofThisUser();
    return new SshConfiguration(SshResolver.ofThisMachine(paths), paths);
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    try {
      SshConnection found = programOnly;
      return found != null && found.isAlive() ? program(deadline) : socket(deadline);
    } catch (SshLoginException e) {
      throw EngineException.unreachable(address(), String.valueOf(e.getMessage()), e);
    } catch (SocketTimeoutException e) {
      String late = e.getMessage() + " within " + within.toMillis() + " ms";
      throw EngineException.unreachable(address(), late, e);
    } catch (IOException e) {
      throw EngineException.unreachable(address(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Duplex dialFromHost(String host, int port, Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    try {
      return connections.any(deadline).open(new SshTarget.Tcp(host, port), deadline, () -> {});
    } catch (IOException e) {
      throw EngineException.unreachable(
          address(), "port " + port + " of " + host + " there: " + e.getMessage(), e);
    }
  }

  private SshStream socket(Deadline deadline) throws IOException {
    while (true) {
      SshConnection connection = connections.any(deadline);
      boolean fresh = connection.isFresh();
      try {
        return connection.open(new SshTarget.StreamLocal(path()), deadline, () -> {});
      } catch (SshStream.RefusedException e) {
        return programInstead(connection, deadline);
      } catch (IOException e) {
        // An older login may have died unnoticed; that says nothing about the host of now.
        if (fresh || connection.isAlive() || deadline.isOver()) {
          throw e;
        }
      }
    }
  }

  /** Asks once whether an engine answers behind the program: the program itself does not say. */
  private SshStream programInstead(SshConnection connection, Deadline deadline) throws IOException {
    SshStream probe = program(deadline);
    try (probe) {
      probe.readDeadline(deadline.left());
      probe.output().write(PING);
      byte[] answer = probe.input().readNBytes(ANSWER.length());
      if (!new String(answer, StandardCharsets.US_ASCII).equals(ANSWER)) {
        throw new IOException(noEngine(connection, probe.story(deadline)));
      }
    } catch (SocketTimeoutException e) {
      throw new SocketTimeoutException("`" + command() + "` there gave no answer");
    }
    programOnly = connection;
    return program(deadline);
  }

  private String noEngine(SshConnection connection, String story) {
    return "no connection to %s there, and `%s` %s; is the engine running, and may %s use it?"
        .formatted(path(), command(), story, connection.hop().place().user());
  }

  private SshStream program(Deadline deadline) throws IOException {
    while (true) {
      SshConnections.Seat seat = connections.seat(deadline);
      SshConnection connection = seat.connection();
      boolean fresh = connection.isFresh();
      try {
        return connection.open(new SshTarget.Command(command()), deadline, seat::leave);
      } catch (SshStream.RefusedException e) {
        if (!seat.refused()) {
          throw new IOException(
              "no connection to %s there, and sshd does not let us run `%s`"
                  .formatted(path(), command()),
              e);
        }
      } catch (IOException e) {
        seat.leave();
        if (fresh || connection.isAlive() || deadline.isOver()) {
          throw e;
        }
      }
    }
  }

  private String path() {
    return settings.access().socket();
  }

  private String command() {
    return path().equals(SshSettings.DOCKER_SOCKET)
        ? "docker system dial-stdio"
        : "docker --host " + SshWords.forShell("unix://" + path()) + " system dial-stdio";
  }

  @Override
  public String address() {
    return settings.address();
  }

  @Override
  public void close() {
    connections.close();
  }
}
