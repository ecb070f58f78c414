package dev.ostler.engine;

import static dev.ostler.engine.SshLoginException.Kind.CREDENTIALS;
import static dev.ostler.engine.SshLoginException.Kind.SETTINGS;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Logs in at a host, through others if need be. */
final class SshLogin {
  /** RFC 4253 §11.1: sshd ends so after too many attempts, after 2 it says what it did not like. */
  private static final int PROTOCOL_ERROR = 2;

  /** Certificates of hosts are left out: what cannot be checked is not asked for. */
  private static final String HOST_KEYS =
      "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256";

  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final SshSettings settings;
  private final SshConfiguration configuration;

  SshLogin(SshSettings settings, SshConfiguration configuration) {
    this.settings = settings;
    this.configuration = configuration;
  }

  /**
   * Logs in. Interrupt the thread to have it end early.
   *
   * @return the connection to the last host; the caller closes it, and the others with it
   * @throws SshLoginException if trying again is of no use
   * @throws IOException if a host cannot be reached now
   */
  SshConnection perform() throws IOException {
    List<SshHop> route = configuration.route(settings);
    Optional<SshConnection> last = Optional.empty();
    try {
      for (SshHop hop : route) {
        // Without an end of its own: the connection that goes through it ends it.
        last.ifPresent(connection -> connection.watch(FOREVER, () -> {}));
        last = Optional.of(login(hop, last));
      }
      return last.orElseThrow();
    } catch (IOException | RuntimeException e) {
      last.ifPresent(SshConnection::close);
      throw e;
    }
  }

  private SshConnection login(SshHop hop, Optional<SshConnection> through) throws IOException {
    Deadline deadline = Deadline.in(hop.patience().login());
    SshLink link =
        new SshLink(through.isPresent() ? through.get()::hop : SshLink::connect, deadline);
    SshHostKeys hostKeys = new SshHostKeys(hop, through.map(SshConnection::hop));
    JSch jsch = new JSch();
    SshRekeying rekeying = new SshRekeying(link);
    jsch.setInstanceLogger(rekeying);
    try (Alarm _ = new Alarm(link, deadline)) {
      // Under the alarm, too: an agent may ask a person.
      SshIdentities identities = new SshIdentities(jsch, hop.keys());
      try {
        Session session = session(jsch, hop);
        session.setHostKeyRepository(hostKeys);
        session.setIdentityRepository(identities);
        session.setSocketFactory(link);
        session.connect(Deadline.millis(deadline.left()));
        rekeying.loggedIn();
        return new SshConnection(hop, session, rekeying, through);
      } catch (JSchException e) {
        link.close();
        throw hostKeys
            .refusal()
            .<IOException>map(refusal -> at(hop, refusal))
            .orElseGet(() -> failure(hop, e, link, identities));
      } catch (RuntimeException e) {
        link.close();
        throw e;
      } finally {
        identities.removeAll();
      }
    }
  }

  private Session session(JSch jsch, SshHop hop) throws JSchException {
    SshHop.Place place = hop.place();
    Session session = jsch.getSession(place.user(), place.host(), place.port());
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("server_host_key", HOST_KEYS);
    session.setConfig(
        "PreferredAuthentications",
        hop.keys().hasSecrets() ? "publickey,password,keyboard-interactive" : "publickey");
    session.setUserInfo(new SshPassword(place.login(), hop.keys().secrets()));
    hop.trust().alias().ifPresent(session::setHostKeyAlias);
    session.setThreadFactory(Thread.ofVirtual().factory());
    session.setDaemonThread(true);
    return session;
  }

  private IOException failure(SshHop hop, JSchException e, SshLink link, SshIdentities identities) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof JSchSessionDisconnectException gone) {
      return gone.getReasonCode() == PROTOCOL_ERROR && said.contains("authentication")
          ? at(hop, tooMany(hop, identities, e))
          : unreachable(hop, "it ended the login: " + gone.getDescription(), e);
    }
    if (link.broken().isPresent()) {
      return unreachable(hop, broken(link.broken().get(), hop), e);
    }
    if (e instanceof JSchAlgoNegoFailException) {
      return at(hop, new SshLoginException(SETTINGS, "it shares no algorithm with us: " + said, e));
    }
    if (said.startsWith("Auth ")) {
      return at(hop, notLetIn(hop, identities, e));
    }
    return e.getCause() instanceof IOException cause
        ? unreachable(hop, notConnected(cause, hop), cause)
        : unreachable(hop, said, e);
  }

  private static SshLoginException tooMany(SshHop hop, SshIdentities identities, JSchException e) {
    return new SshLoginException(
        CREDENTIALS,
        "it ended the login of %s after too many attempts with %s; name the right key and set IdentitiesOnly"
            .formatted(hop.place().user(), identities.story()),
        e);
  }

  private static SshLoginException notLetIn(SshHop hop, SshIdentities identities, JSchException e) {
    String said = String.valueOf(e.getMessage());
    int from = said.indexOf('\'');
    String methods = from < 0 ? "other ways" : said.substring(from + 1, said.lastIndexOf('\''));
    return new SshLoginException(
        CREDENTIALS,
        "it does not let %s in: it wants %s and was offered %s%s"
            .formatted(
                hop.place().user(),
                methods.replace(",", " or "),
                identities.story(),
                hop.keys().hasSecrets()
                    ? " and the password, if there is one"
                    : " and no password"),
        e);
  }

  private SshLoginException at(SshHop hop, SshLoginException e) {
    return new SshLoginException(e.kind(), place(hop) + e.getMessage(), e);
  }

  private IOException unreachable(SshHop hop, String why, Throwable cause) {
    return new IOException(place(hop) + why, cause);
  }

  /** Which of the hosts on the way it was. */
  private String place(SshHop hop) {
    return hop.name().equals(settings.host()) ? "" : "at the jump host " + hop.name() + ": ";
  }

  private static String broken(IOException e, SshHop hop) {
    return e instanceof SocketTimeoutException
        ? noLogin(hop)
        : "the login at %s:%d broke: %s"
            .formatted(hop.place().host(), hop.place().port(), e.getMessage());
  }

  private static String notConnected(IOException e, SshHop hop) {
    return switch (e) {
      case UnknownHostException _ -> "the name " + hop.place().host() + " is not known";
      case SocketTimeoutException _ -> noLogin(hop);
      case ConnectException _ ->
          "connecting to %s:%d failed: %s"
              .formatted(hop.place().host(), hop.place().port(), e.getMessage());
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String noLogin(SshHop hop) {
    return "no login at %s:%d within %d s"
        .formatted(hop.place().host(), hop.place().port(), hop.patience().login().toSeconds());
  }

  /** Ends a login that takes too long: each read of it may be in time and the whole is not. */
  private static final class Alarm implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);

    Alarm(SshLink link, Deadline deadline) {
      Thread login = Thread.currentThread();
      Thread.ofVirtual()
          .start(() -> {
            try {
              if (!done.await(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
                link.abort(new SocketTimeoutException("the login took too long"));
                // An agent that asks a person is waited for elsewhere.
                login.interrupt();
              }
            } catch (InterruptedException e) {
              throw new AssertionError("internal error: nobody interrupts the alarm", e);
            }
          });
    }

    @Override
    public void close() {
      done.countDown();
    }
  }
}
