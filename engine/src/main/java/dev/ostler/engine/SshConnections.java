package dev.ostler.engine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The logins of one dialer: one as a rule, and one at a time. Whoever needs one while it is being
 * made waits for the same and shares its failure.
 */
final class SshConnections implements AutoCloseable {
  /** Logs in. */
  @FunctionalInterface
  interface Login {
    SshConnection perform() throws IOException;
  }

  /** What sshd allows on one connection unless it is told otherwise. */
  private static final int MAX_SESSIONS = 10;

  private static final int MOST_LOGINS = 16;

  /** For how long a refusal that only a person can lift is repeated without asking the host. */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  /** Within this time after a program was given up, sshd may still count it. */
  private static final Duration LINGERING = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Login login;
  private final Duration idle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Room> rooms = new ArrayList<>();
  private @Nullable Attempt attempt;
  private @Nullable SshLoginException refusal;
  private long refusedAt;
  private boolean closed;

  SshConnections(Login login, Duration idle) {
    this.login = login;
    this.idle = idle;
  }

  /** A login in progress. */
  private static final class Attempt {
    private @Nullable Thread thread;
    private @Nullable IOException failure;
    private final long since = System.nanoTime();
    private boolean done;
  }

  /** A connection with its places for programs. */
  private static final class Room {
    private final SshConnection connection;
    private int limit = MAX_SESSIONS;
    private int taken;
    private long left = System.nanoTime() - LINGERING.toNanos();

    private Room(SshConnection connection) {
      this.connection = connection;
    }
  }

  /** A place for one program on a connection. */
  final class Seat {
    private final Room room;
    private boolean left;

    private Seat(Room room) {
      this.room = room;
    }

    SshConnection connection() {
      return room.connection;
    }

    /** Gives it back; can be called twice. */
    void leave() {
      lock.lock();
      try {
        if (!left) {
          left = true;
          room.taken--;
          room.left = System.nanoTime();
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * Gives back a place that the host does not have.
     *
     * @return whether another place is worth a try
     */
    boolean refused() throws IOException {
      lock.lock();
      try {
        boolean lingering = System.nanoTime() - room.left < LINGERING.toNanos();
        boolean alone = room.taken == 1;
        left = true;
        room.taken--;
        if (lingering) {
          boolean _ = await(PAUSE);
        } else if (!alone) {
          room.limit = Math.max(1, Math.min(room.limit, room.taken));
        }
        changed.signalAll();
        return lingering || !alone;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * A connection that lives, after a login if there is none.
   *
   * @throws SshLoginException if a login is refused, or was a moment ago
   */
  SshConnection any(Deadline deadline) throws IOException {
    long asked = System.nanoTime();
    lock.lock();
    try {
      while (true) {
        dropDead();
        Optional<SshConnection> best =
            rooms.stream().map(room -> room.connection).filter(c -> !c.isHeld()).findFirst();
        if (best.isPresent()) {
          return best.get();
        }
        if (!rooms.isEmpty() && rooms.size() == MOST_LOGINS) {
          return rooms.getFirst().connection;
        }
        awaitLogin(deadline, asked);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A place for a program, on a connection that has one or after a further login. */
  Seat seat(Deadline deadline) throws IOException {
    long asked = System.nanoTime();
    lock.lock();
    try {
      while (true) {
        dropDead();
        for (Room room : rooms) {
          if (room.taken < room.limit) {
            room.taken++;
            return new Seat(room);
          }
        }
        if (rooms.size() < MOST_LOGINS) {
          awaitLogin(deadline, asked);
        } else if (!await(deadline)) {
          throw new SocketTimeoutException(
              "no session came free: all that sshd allows (MaxSessions) are in use, over %d logins,"
                  .formatted(rooms.size()));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void dropDead() throws IOException {
    if (closed) {
      throw new IOException("the dialer is closed");
    }
    rooms.removeIf(room -> !room.connection.isAlive());
  }

  /**
   * @param asked since when somebody waits: an attempt of before may have met the host of before
   */
  private void awaitLogin(Deadline deadline, long asked) throws IOException {
    repeatRefusal();
    Attempt awaited = attempt == null ? start() : attempt;
    while (!awaited.done) {
      if (!await(deadline)) {
        throw new SocketTimeoutException("no login");
      }
    }
    if (awaited.failure instanceof SshLoginException refused) {
      throw new SshLoginException(refused.kind(), String.valueOf(refused.getMessage()), refused);
    }
    if (awaited.failure != null && awaited.since - asked >= 0) {
      throw new IOException(awaited.failure.getMessage(), awaited.failure);
    }
  }

  private void repeatRefusal() throws SshLoginException {
    if (refusal != null && System.nanoTime() - refusedAt < REMEMBERED.toNanos()) {
      throw new SshLoginException(refusal.kind(), String.valueOf(refusal.getMessage()), refusal);
    }
    refusal = null;
  }

  private Attempt start() {
    Attempt started = new Attempt();
    attempt = started;
    started.thread = Thread.ofVirtual().name("ssh login").start(() -> perform(started));
    return started;
  }

  private void perform(Attempt started) {
    SshConnection connection = null;
    IOException failure = null;
    try {
      connection = login.perform();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      // Else whoever waits for this login would do so in vain, and all who come later.
      failure = new IOException("the login failed: " + e, e);
    }
    finish(started, connection, failure);
  }

  private void finish(
      Attempt started, @Nullable SshConnection connection, @Nullable IOException failure) {
    lock.lock();
    try {
      started.done = true;
      started.failure = failure;
      attempt = null;
      if (failure instanceof SshLoginException refused) {
        refusal = refused;
        refusedAt = System.nanoTime();
      }
      if (connection != null && !closed) {
        rooms.add(new Room(connection));
        connection.watch(idle, this::changed);
      } else if (connection != null) {
        connection.close();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void changed() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for any change; callers look again at what they wait for. */
  private boolean await(Deadline deadline) throws IOException {
    return await(deadline.left());
  }

  @SuppressWarnings("WaitNotInLoop") // the callers' loops
  private boolean await(Duration most) throws IOException {
    try {
      return most.isPositive() && changed.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    List<Room> open;
    lock.lock();
    try {
      closed = true;
      open = List.copyOf(rooms);
      if (attempt != null && attempt.thread != null) {
        attempt.thread.interrupt();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    open.forEach(room -> room.connection.close());
  }
}
