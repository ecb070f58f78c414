package dev.ostler.benchmarks;

import dev.ostler.engine.FakeEngine;
import dev.ostler.testing.Relay;
import dev.ostler.testing.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many hosts some time away: an sshd of this machine, a line of its own to it for each host, and
 * there an engine that answers from memory.
 */
final class StandInHosts implements AutoCloseable {
  private final SshServer sshd = SshServer.start(Map.of("MaxStartups", "1000"));
  private final List<FakeEngine> engines = new ArrayList<>();
  private final List<Relay> lines = new ArrayList<>();
  private final Path knownHosts = sshd.folder().resolve("known_hosts");

  StandInHosts(int hosts, Duration roundTrip, String image) throws IOException {
    StringBuilder known = new StringBuilder();
    for (int i = 0; i < hosts; i++) {
      FakeEngine engine = FakeEngine.start();
      engine.addImage(image);
      engines.add(engine);
      Relay line = Relay.to(sshd.port()).withRoundTrip(roundTrip);
      lines.add(line);
      known.append("[127.0.0.1]:%d %s%n".formatted(line.port(), sshd.hostKey()));
    }
    Files.writeString(knownHosts, known);
  }

  /** Addresses in a fleet's file of the first so many. */
  List<String> addresses(int hosts) {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      addresses.add(
          "ssh: {address: 127.0.0.1, port: %d, user: %s, key: %s, knownHosts: %s, socket: %s}"
              .formatted(
                  lines.get(i).port(),
                  System.getProperty("user.name"),
                  sshd.identity(),
                  knownHosts,
                  engines.get(i).socket()));
    }
    return addresses;
  }

  @Override
  public void close() {
    lines.forEach(Relay::close);
    engines.forEach(FakeEngine::close);
    sshd.close();
  }
}
