package dev.ostler.engine;

import com.jcraft.jsch.Session;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One login at one host, with the streams that share it and the logins that it goes through.
 *
 * <p>Whether the host is still there is watched here and not by the library: its way is a read with
 * a timeout, which loses the half of a packet that had come, and which does not run while its
 * thread is stuck in a write to the dead host.
 */
final class SshConnection implements AutoCloseable {
  /** How long other streams wait for one that is not read, before it is given up. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);

  private final SshHop hop;
  private final Session session;
  private final SshRekeying rekeying;
  private final SshLink link;
  private final Optional<SshConnection> through;
  private final Set<SshStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger urgent = new AtomicInteger();
  private final AtomicBoolean asking = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Since when the host owes an answer; the watch's alone. */
  private Optional<Long> unanswered = Optional.empty();

  private volatile boolean fresh = true;
  private volatile boolean held;
  private volatile long lastUsed = System.nanoTime();

  /** Takes over a session that has logged in. */
  SshConnection(
      SshHop hop, Session session, SshRekeying rekeying, Optional<SshConnection> through) {
    this.hop = hop;
    this.session = session;
    this.rekeying = rekeying;
    this.link = rekeying.link();
    this.through = through;
  }

  /**
   * Watches over it from now on.
   *
   * @param idle how long it is kept without streams
   * @param whenEnded runs once, at its end
   */
  void watch(Duration idle, Runnable whenEnded) {
    Thread.ofVirtual()
        .name("ssh watch of " + name())
        .start(() -> {
          try {
            while (!ended.await(step(idle).toMillis(), TimeUnit.MILLISECONDS)) {
              look(idle);
            }
          } catch (InterruptedException e) {
            throw new AssertionError("internal error: nobody interrupts the watch", e);
          } finally {
            whenEnded.run();
          }
        });
  }

  /** Often enough that each time is kept to a quarter. */
  private Duration step(Duration idle) {
    Duration alive = hop.patience().alive();
    Duration shorter = alive.compareTo(idle) < 0 ? alive : idle;
    return Duration.ofMillis(Math.max(5, shorter.toMillis() / 4));
  }

  private void look(Duration idle) {
    Duration alive = hop.patience().alive();
    boolean silent = !held && since(link.lastReceived()).compareTo(alive) > 0;
    if (!session.isConnected()) {
      end(link.broken().orElseGet(() -> new IOException("the SSH connection has ended")));
    } else if (silent) {
      askWhetherItIsThere();
    } else if (streams.isEmpty() && since(lastUsed).compareTo(idle) > 0) {
      close();
    }
    unanswered = silent ? unanswered : Optional.empty();
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** Silence alone proves nothing, for we may have been stopped ourselves: so it asks first. */
  private void askWhetherItIsThere() {
    Duration limit = hop.patience().alive().multipliedBy(hop.patience().unanswered());
    long since = unanswered.orElseGet(System::nanoTime);
    unanswered = Optional.of(since);
    if (since(since).compareTo(limit) > 0) {
      long seconds = since(link.lastReceived()).toSeconds();
      end(new IOException(hop.name() + " has not answered for " + seconds + " s"));
    } else if (asking.compareAndSet(false, true)) {
      // Aside, for this write may get stuck as well as any other.
      Thread.ofVirtual().name("ssh keepalive of " + name()).start(this::ask);
    }
  }

  private void ask() {
    try {
      session.sendKeepAliveMsg();
    } catch (Exception e) {
      // The silence that follows says it.
      return;
    } finally {
      asking.set(false);
    }
  }

  /** Ends it and all its streams; the first reason is the one that they tell. */
  private void end(IOException reason) {
    // First what is below: the library's own way of ending begins with a write.
    link.abort(reason);
    IOException told = broken();
    ended.countDown();
    streams.forEach(stream -> stream.broken(told));
    session.disconnect();
    through.ifPresent(SshConnection::close);
  }

  /** Why it ended, for a stream's user. */
  IOException broken() {
    String why = link.broken().map(IOException::getMessage).orElse("it has ended");
    return new IOException(
        "the SSH connection to " + name() + " broke: " + why, link.broken().orElse(null));
  }

  boolean isAlive() {
    return ended.getCount() > 0 && session.isConnected() && link.broken().isEmpty();
  }

  String name() {
    return hop.name();
  }

  SshHop hop() {
    return hop;
  }

  Session session() {
    return session;
  }

  SshRekeying rekeying() {
    return rekeying;
  }

  /** Whether nothing was opened on it yet, so that its login is the latest news of the host. */
  boolean isFresh() {
    return fresh;
  }

  /** Whether a stream that is not read keeps the others waiting. */
  boolean isHeld() {
    return held;
  }

  /**
   * Opens a stream.
   *
   * @param whenEnded runs once it has ended; not if opening it failed
   */
  SshStream open(SshTarget target, Deadline deadline, Runnable whenEnded) throws IOException {
    fresh = false;
    lastUsed = System.nanoTime();
    return SshStream.open(this, target, deadline, whenEnded);
  }

  /** A stream to where the next host listens, as its socket. */
  Socket hop(String host, int port, Deadline deadline) throws IOException {
    try {
      return new DuplexSocket(open(new SshTarget.Tcp(host, port), deadline, () -> {}));
    } catch (SshStream.RefusedException e) {
      throw new IOException(
          "the jump host %s cannot connect to %s:%d, or its sshd does not allow it (AllowTcpForwarding)"
              .formatted(name(), host, port),
          e);
    }
  }

  void add(SshStream stream) throws IOException {
    streams.add(stream);
    if (!isAlive()) {
      streams.remove(stream);
      throw broken();
    }
  }

  void remove(SshStream stream) {
    lastUsed = System.nanoTime();
    streams.remove(stream);
  }

  /**
   * For as long as it is open, somebody waits who should not wait for a stream that is not read.
   */
  Urgent urgent() {
    urgent.incrementAndGet();
    return urgent::decrementAndGet;
  }

  /** See {@link #urgent}. */
  @FunctionalInterface
  interface Urgent extends AutoCloseable {
    @Override
    void close();
  }

  /** The reader takes nothing more until this is closed. */
  Hold hold() {
    held = true;
    return new Hold();
  }

  /** See {@link #hold}. */
  final class Hold implements AutoCloseable {
    private long harmless = System.nanoTime();

    /** Whether others have had to wait for too long. To be asked again and again. */
    boolean isTooLong() {
      if (urgent.get() == 0) {
        harmless = System.nanoTime();
      }
      return since(harmless).compareTo(LONGEST_HOLD) > 0;
    }

    @Override
    public void close() {
      link.listensAgain();
      held = false;
    }
  }

  @Override
  public void close() {
    if (ended.getCount() > 0) {
      end(new IOException("it was closed here"));
    }
  }
}
