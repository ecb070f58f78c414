package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.Containers;
import dev.ostler.engine.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * Engines give a container files of its own for names and addresses, from a directory that is
 * called by its id, and mounts show that. Whether a container of that id is one of the engine that
 * is asked only this engine knows: others give their containers such ids, too.
 */
/**
 * The container that the gateway itself runs in.
 *
 * @param ids what may be its id; none outside of containers
 * @param host where its host is from inside; empty if there is no way
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo</a>
 */
record OwnContainer(Set<String> ids, Optional<InetAddress> host) {
  /** Of a gateway that runs in none. */
  static final OwnContainer NONE = new OwnContainer(Set.of(), Optional.empty());

  private static final Pattern OWN_FILE =
      Pattern.compile("/([0-9a-f]{64})/\\S* /etc/(?:hostname|hosts|resolv\\.conf) ");

  /** Of an address that is the way to all others: where to, by which way. */
  private static final Pattern DEFAULT_ROUTE =
      Pattern.compile("\\S+\\s+00000000\\s+(?!00000000)([0-9A-F]{8})\\s.*");

  /**
   * As its engine knows it.
   *
   * @param name its name
   * @param networks those that it is connected to
   * @param host where its host is from inside; empty if there is no way
   */
  record Known(String name, Set<String> networks, Optional<InetAddress> host) {}

  static OwnContainer ofThisProcess() {
    return of(lines("/proc/self/mountinfo"), lines("/proc/net/route"));
  }

  /** By what the kernel says of mounts and of ways. */
  static OwnContainer of(List<String> mounts, List<String> routes) {
    Set<String> ids = new LinkedHashSet<>();
    for (String mount : mounts) {
      Matcher own = OWN_FILE.matcher(mount);
      if (own.find()) {
        ids.add(own.group(1));
      }
    }
    return ids.isEmpty() ? NONE : new OwnContainer(Set.copyOf(ids), host(routes));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private static Optional<InetAddress> host(List<String> routes) {
    return routes.stream()
        .map(DEFAULT_ROUTE::matcher)
        .filter(Matcher::matches)
        .map(route -> address(Integer.parseUnsignedInt(route.group(1), 16)))
        .findFirst();
  }

  private static InetAddress address(int littleEndian) {
    byte[] bytes = new byte[4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (littleEndian >>> (8 * i));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("internal error: four bytes are no address", e);
    }
  }

  /** As an engine knows it; empty if it has no such container, or that has its host's network. */
  Optional<Known> in(Containers engine) throws EngineException {
    for (String id : ids) {
      try {
        ContainerDetails own = engine.inspect(id);
        return own.spec().networking().mode().equals("host")
            ? Optional.empty()
            : Optional.of(new Known(own.name(), new HashSet<>(own.networks().keySet()), host));
      } catch (EngineException e) {
        if (!e.isNotFound()) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }
}
