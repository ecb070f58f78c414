package dev.ostler.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** One lock on each host of a fleet, so that two people on two machines do not work at once. */
final class HostLocks implements AutoCloseable {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final String name;
  private final Duration within;
  private final LockHolder holder = us();
  private final Map<String, HostEngine> held = new TreeMap<>();

  HostLocks(String fleet, Duration within) {
    name = nameFor(fleet);
    this.within = within;
  }

  static String nameFor(String fleet) {
    return "ostler-lock-" + fleet;
  }

  private static LockHolder us() {
    ProcessHandle process = ProcessHandle.current();
    return new LockHolder(
        machine() + "/" + process.pid() + "/" + begun(process) + "/" + UUID.randomUUID(),
        System.getProperty("user.name", "somebody")
            + "@"
            + machine()
            + ", process "
            + process.pid(),
        Instant.now());
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private static String begun(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  void take(String host, HostEngine engine) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(within);
    while (true) {
      Optional<LockHolder> other = engine.lock(name, holder);
      if (other.isEmpty()) {
        held.put(host, engine);
        return;
      }
      if (isGone(other.get())) {
        engine.unlock(name);
      } else if (Instant.now().isBefore(deadline)) {
        Patience.REAL.pause(BETWEEN_TRIES);
      } else {
        throw new FleetException(
            FleetException.Kind.LOCKED,
            "cannot lock host "
                + host
                + ": "
                + other.get().text(Instant.now())
                + ", works on it; wait, or end a forgotten lock with 'ostler fleet unlock'");
      }
    }
  }

  /** Whether it was a process of this machine that is not there any more. */
  private static boolean isGone(LockHolder other) {
    String[] parts = other.id().split("/", -1);
    if (parts.length != 4 || !parts[0].equals(machine()) || !parts[1].matches("[0-9]{1,18}")) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(parts[1]))
        .map(process -> !begun(process).equals(parts[2]))
        .orElse(true);
  }

  @Override
  public void close() {
    held.values()
        .forEach(engine -> {
          try {
            engine.unlock(name);
          } catch (IOException goneMeanwhile) {
            // Who comes next on this machine sees that we have ended.
          }
        });
    held.clear();
  }
}
