package dev.ostler.supervisor;

import dev.ostler.entrypoint.DatagramHandler;
import dev.ostler.linux.Credentials;
import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/*
 * One socket per process that is configured to notify, rather than one for all: whom a datagram is
 * about is then told by where it arrived, and does not depend on finding a sender that may be gone
 * (systemd-notify in a script ends at once). The socket belongs to the process's user and nobody
 * else may write to it, so the kernel keeps other users away. Among processes of one user the
 * sender's number decides: the process, its session, its group and their descendants may speak for
 * it, as with NotifyAccess=all, and whoever was started with its socket among its variables. A sender that is already gone is believed, except the leader before
 * this one.
 */
/** Where one process says by sd_notify(3) how it is. */
final class NotifySocket implements AutoCloseable {
  /** As many bytes as systemd takes; what is longer was cut off and is ignored. */
  private static final int LONGEST = 4096;

  private static final int MODE = 0600;
  private static final String SOCKET = "NOTIFY_SOCKET";

  private final Router router;
  private final DatagramHandler socket;
  private final Listener listener;
  private int leader;
  private int main;
  private Set<Integer> former = Set.of();

  /** Who is told. */
  interface Listener {
    void said(Notification notification);

    /** It goes on as another process of its own; returns whether that one is there. */
    boolean goesOnAs(int pid);

    /** A datagram was not believed, or was cut off. */
    void ignored();
  }

  private NotifySocket(Router router, Path path, Listener listener) throws IOException {
    this.router = router;
    this.listener = listener;
    this.socket = router.datagrams(path, MODE, this::received);
  }

  /**
   * Opens it for as long as the process is configured, over all its restarts.
   *
   * @param path at most 107 bytes, in a folder that the process may search
   * @param owner as whom the process runs, if not as we do
   */
  static NotifySocket open(Router router, Path path, Optional<Credentials> owner, Listener listener)
      throws IOException {
    NotifySocket opened = new NotifySocket(router, path, listener);
    if (owner.isPresent()) {
      try {
        Files.setAttribute(path, "unix:gid", owner.get().group());
        Files.setAttribute(path, "unix:uid", owner.get().user());
      } catch (IOException e) {
        opened.close();
        throw new IOException(
            "cannot give the socket %s to user %d: %s; to run processes as somebody else takes the privilege to"
                .formatted(path, owner.get().user(), e.getMessage()),
            e);
      }
    }
    return opened;
  }

  /**
   * What the process needs to know. WATCHDOG_PID is not among it: a number is given only when the
   * process is there, which is too late for its variables; without it, everybody who knows the
   * interval may say that the process is alive.
   *
   * @param watchdog how often it is to say that it is alive
   */
  Map<String, String> environment(Optional<Duration> watchdog) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(SOCKET, socket.socket().toAbsolutePath().toString());
    watchdog.ifPresent(
        every -> variables.put("WATCHDOG_USEC", Long.toString(every.toNanos() / 1000)));
    return variables;
  }

  /** The process runs: from now on its datagrams count. */
  void started(int pid) {
    former = leader == main ? Set.of(leader) : Set.of(leader, main);
    leader = pid;
    main = pid;
  }

  private void received(Datagram datagram) {
    boolean whole = datagram.text().getBytes(StandardCharsets.UTF_8).length < LONGEST;
    if (!whole || !isBelieved(datagram.senderPid())) {
      listener.ignored();
      return;
    }
    for (Notification notification : Notification.parse(datagram.text())) {
      if (notification instanceof Notification.MainPid other) {
        followMain(other.pid());
      } else {
        listener.said(notification);
      }
    }
  }

  /** Whom it names must be one of its own, whose number can be told of no stranger. */
  private void followMain(int pid) {
    if (answer(pid) == Membership.Answer.MEMBER && listener.goesOnAs(pid)) {
      main = pid;
    } else {
      listener.ignored();
    }
  }

  private boolean isBelieved(int sender) {
    if (leader == 0 || sender == 0 || former.contains(sender)) {
      return false; // not started yet, from another namespace, or late
    }
    return answer(sender) != Membership.Answer.STRANGER;
  }

  private Membership.Answer answer(int pid) {
    Membership.Answer answer = Membership.belongs(pid, leader, Membership::read);
    if (answer == Membership.Answer.STRANGER && main != leader) {
      answer = Membership.belongs(pid, main, Membership::read);
    }
    // Of a daemon whose parent has ended only what it was given tells where it comes from.
    return answer == Membership.Answer.STRANGER && Membership.wasGiven(pid, variable())
        ? Membership.Answer.MEMBER
        : answer;
  }

  private String variable() {
    return SOCKET + "=" + socket.socket().toAbsolutePath();
  }

  @Override
  public void close() {
    router.close(socket);
  }
}
