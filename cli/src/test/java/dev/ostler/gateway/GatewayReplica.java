package dev.ostler.gateway;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One of several gateways before a fake cluster: a process, which can be killed. */
record GatewayReplica(OstlerProcess process, List<Integer> ports) implements AutoCloseable {
  static final int KILL = 9;
  static final String HOST = "shop.example.org";

  /**
   * Starts one that is told so many free ports of this machine, of which visitors use the first.
   */
  static GatewayReplica start(int ports, Function<List<Integer>, OstlerCommand> command)
      throws IOException {
    List<Integer> free = new ArrayList<>();
    List<ServerSocket> taken = new ArrayList<>();
    for (int i = 0; i < ports; i++) {
      ServerSocket socket = new ServerSocket(0);
      taken.add(socket);
      free.add(socket.getLocalPort());
    }
    for (ServerSocket socket : taken) {
      socket.close();
    }
    return new GatewayReplica(command.apply(free).start(), free);
  }

  /** Writes what leads to a cluster; returns the file. */
  static Path kubeConfig(Path folder, FakeCluster cluster) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: fake, cluster: {server: '%s'}}]
        users: [{name: nobody, user: {}}]
        contexts: [{name: fake, context: {cluster: fake, user: nobody}}]
        current-context: fake
        """
            .formatted(cluster.config().getMasterUrl()));
  }

  void awaitListening() {
    process.awaitErrors("ostler: listening at ");
  }

  /** Kills it, now or when that has been done elsewhere. */
  void kill() {
    process.signal(KILL);
  }

  void awaitKilled() {
    int status = process.awaitExit();
    if (status != 128 + KILL) {
      throw new AssertionError("it has ended with status " + status);
    }
  }

  /** Somebody comes; the caller closes him. */
  RawClient visit(String path) throws IOException {
    RawClient visitor = new RawClient(ports.getFirst());
    visitor.send("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, HOST));
    return visitor;
  }

  /**
   * Somebody follows the wake, at a gateway without a file; the caller closes him.
   *
   * @param lastId what he has heard last, elsewhere; empty if nothing
   */
  RawClient follow(String lastId) throws IOException {
    RawClient viewer = new RawClient(ports.getFirst());
    String resuming = lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n";
    viewer.send("GET /events/ HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(HOST, resuming));
    return viewer;
  }

  /** What whoever looks after the apps is told, at the second port. */
  String ask(String method, String path) throws IOException {
    try (RawClient person = new RawClient(ports.get(1))) {
      person.send(
          """
          %s %s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer secret\r
          Content-Length: 0\r
          Connection: close\r
          \r
          """
              .formatted(method, path));
      return person.readToEnd();
    }
  }

  /** Waits until those who look after the apps are told something of the shop. */
  void await(String fact) {
    Eventually.await(fact, () -> view().contains(fact));
  }

  private String view() throws IOException {
    return ask("GET", "/v1/apps/shop");
  }

  @Override
  public void close() {
    process.close();
  }
}
