package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.control.ProcessPhase;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway before a workload of a cluster, a container and a process. */
@SuppressWarnings("NullAway.Init")
class MixedGatewayIT {
  private static final List<String> APPS = List.of("cluster", "engine", "process");

  @TempDir Path folder;
  private final FakeCluster cluster = FakeCluster.start();
  private final FakeEngine fake = FakeEngine.start();
  private final Engine engine = fake.connect();
  private final HttpClient client = HttpClient.newHttpClient();
  private Upstream upstream;
  private OstlerProcess supervisor;
  private int port;
  private int admin;

  @BeforeEach
  void prepare() throws Exception {
    FakeController.of(cluster);
    Shop.open(cluster, 0);
    upstream = new Upstream("it");
    engine
        .containers()
        .create(
            "web",
            ContainerSpec.of(TestImage.NAME).withNetworking(Networking.DEFAULT.withMode("host")));
    supervisor = OstlerCommand.of("run", write("run.yaml", "run").toString()).in(folder).start();
    port = freePort();
    admin = freePort();
    write("config", "config");
    write("gateway.yaml", "gateway");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private Path write(String name, String kind) throws IOException {
    String text =
        switch (kind) {
          case "run" ->
              """
              processes: {web: {command: [sleep, "1000"]}}
              control: {socket: FOLDER/control.sock}
              """;
          case "config" ->
              """
              apiVersion: v1
              kind: Config
              clusters: [{name: fake, cluster: {server: 'CLUSTER'}}]
              users: [{name: nobody, user: {}}]
              contexts: [{name: fake, context: {cluster: fake, user: nobody}}]
              current-context: fake
              """;
          default ->
              """
              listen: 127.0.0.1:VISITORS
              admin: {listen: 127.0.0.1:ADMIN, token: secret}
              apps:
                cluster:
                  hosts: cluster.example.org
                  kubernetes: {namespace: team, workload: deployment/shop, port: UPSTREAM}
                  idle: {after: 1s, awake: 0s}
                engine:
                  hosts: engine.example.org
                  container: {name: web, port: UPSTREAM, engine: 'unix://ENGINE'}
                  idle: {after: 1s, awake: 0s}
                process:
                  hosts: process.example.org
                  process: {socket: FOLDER/control.sock, processes: web, upstream: 127.0.0.1:UPSTREAM}
                  idle: {after: 1s, awake: 0s}
              """;
        };
    return Files.writeString(
        folder.resolve(name),
        text.replace("FOLDER", folder.toString())
            .replace("CLUSTER", cluster.config().getMasterUrl())
            .replace("ENGINE", fake.socket().toString())
            .replace("VISITORS", Integer.toString(port))
            .replace("ADMIN", Integer.toString(admin))
            .replace("UPSTREAM", Integer.toString(upstream.address().getPort())));
  }

  @AfterEach
  void close() {
    supervisor.close();
    client.close();
    upstream.close();
    engine.close();
    fake.close();
    cluster.close();
  }

  private OstlerProcess gateway() {
    OstlerProcess gateway =
        OstlerCommand.of("gateway", folder.resolve("gateway.yaml").toString())
            .with("KUBECONFIG", folder.resolve("config").toString())
            .in(folder)
            .start();
    gateway.awaitErrors("ostler: listening at ");
    return gateway;
  }

  /** As its platform says it. */
  private boolean runs(String app) {
    return switch (app) {
      case "cluster" -> cluster.objects.read(Shop.DEPLOYMENT).at("/spec/replicas").asInt() > 0;
      case "engine" -> containerRuns();
      default -> processRuns();
    };
  }

  private boolean containerRuns() {
    try {
      return engine.containers().inspect("web").status().state() == ContainerState.RUNNING;
    } catch (EngineException e) {
      throw new AssertionError(e);
    }
  }

  private boolean processRuns() {
    try {
      return ControlClient.at(folder.resolve("control.sock"))
              .status(List.of("web"))
              .processes()
              .getFirst()
              .life()
              .phase()
          != ProcessPhase.DOWN;
    } catch (ControlException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitRest() {
    for (String app : APPS) {
      Eventually.await(app + " rests at its platform", () -> !runs(app));
      Eventually.await(
          app + " is known to rest", () -> admin("/v1/apps/" + app).contains("\"resting\""));
    }
  }

  private String admin(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path))
            .header("Authorization", "Bearer secret")
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
  }

  private String visit(String app, String headers) throws IOException {
    try (RawClient visitor = new RawClient(port)) {
      visitor.send(
          "GET /%1$s HTTP/1.1\r\nHost: %1$s.example.org\r\nConnection: close\r\n%2$s\r\n"
              .formatted(app, headers));
      return visitor.readToEnd();
    }
  }

  @Test
  void eachAppIsWokenAndRestedThroughItsOwnPlatformAndTheyHaveAllElseInCommon() throws Exception {
    try (OstlerProcess gateway = gateway()) {
      awaitRest();
      for (String app : APPS) {
        assertThat(visit(app, "")).startsWith("HTTP/1.1 200 ").endsWith("it /" + app);
      }
      awaitRest();
      for (String app : APPS) {
        assertThat(visit(app, "Accept: text/html\r\n"))
            .startsWith("HTTP/1.1 503 ")
            .contains(app + " is being woken", "Usually that takes ");
        Eventually.await(app + " runs", () -> runs(app));
        assertThat(visit(app, "").replaceFirst("(?s).*\r\n\r\n", "")).isEqualTo("it /" + app);
      }

      assertThat(admin("/metrics").lines())
          .contains(
              "ostler_gateway_wakes_total{app=\"cluster\"} 2",
              "ostler_gateway_wakes_total{app=\"engine\"} 2",
              "ostler_gateway_wakes_total{app=\"process\"} 2");
      assertThat(gateway.errors().lines())
          .filteredOn(line -> line.endsWith(": waking for a visitor"))
          .hasSize(6);
      assertThat(fake.changes())
          .extracting(call -> call.replaceFirst(".*/", ""))
          .startsWith("create", "start", "stop", "start");
    }
  }
}
