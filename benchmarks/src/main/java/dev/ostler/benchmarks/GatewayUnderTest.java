package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code ostler gateway} before an app whose process a real {@code ostler run} wakes and rests. The
 * process takes no requests itself: it is ready, or ends, at the moment that the driver says, and
 * who takes them runs all the time.
 */
final class GatewayUnderTest implements AutoCloseable {
  private static final String TOKEN = "benchmark";

  private final Bench bench;
  private final Folder folder;
  private final WebServer supervisor;
  private final WebServer gateway;
  private final InetSocketAddress admin;
  private final HttpClient client = HttpClient.newHttpClient();
  private long firstAnswerAt;

  private GatewayUnderTest(
      Bench bench, Folder folder, WebServer supervisor, WebServer gateway, int admin) {
    this.bench = bench;
    this.folder = folder;
    this.supervisor = supervisor;
    this.gateway = gateway;
    this.admin = new InetSocketAddress(InetAddress.getLoopbackAddress(), admin);
  }

  /** Starts one whose app is at a port of the loopback, and asleep. */
  static GatewayUnderTest asleep(Bench bench, Cores cores, int app) throws Exception {
    GatewayUnderTest gateway = awake(bench, cores, app);
    gateway.rest();
    return gateway;
  }

  /** Starts one whose app is awake. */
  static GatewayUnderTest awake(Bench bench, Cores cores, int app) throws Exception {
    GatewayUnderTest gateway = start(bench, cores, app);
    gateway.firstAnswerAt = gateway.gateway.awaitAnswer();
    return gateway;
  }

  /** Starts one whose app is awake, and says nothing. */
  static GatewayUnderTest open(Bench bench, Cores cores, int app) throws Exception {
    GatewayUnderTest gateway = start(bench, cores, app);
    gateway.gateway.awaitListening();
    gateway.await("ostler_gateway_awake{app=\"app\"}", 1);
    return gateway;
  }

  private static GatewayUnderTest start(Bench bench, Cores cores, int app) throws Exception {
    return start(bench, cores, List.of(FleetFolder.launcher(bench).toString()), app);
  }

  /** With a certain launcher, or what is to be before it. */
  static GatewayUnderTest awake(Bench bench, Cores cores, List<String> launcher, int app)
      throws Exception {
    GatewayUnderTest gateway = start(bench, cores, launcher, app);
    gateway.firstAnswerAt = gateway.gateway.awaitAnswer();
    return gateway;
  }

  private static GatewayUnderTest start(Bench bench, Cores cores, List<String> launcher, int app)
      throws Exception {
    Folder folder = bench.newFolder();
    Path scratch = folder.path();
    bench.agent().makePipe(scratch.resolve("word"));
    Path run =
        Files.writeString(
            scratch.resolve("run.yaml"),
            """
            processes:
              app:
                command: [sh, -c, "read -r word <%1$s/word; [ $word = ready ] || exit 3; echo >&3; exec sleep infinity"]
                ready: {descriptor: 3, within: 1h}
                restart: no
                stop: {within: 1s}
            control: {socket: %1$s/control}
            """
                .formatted(scratch));
    int port = WebServer.freePort();
    int admin = WebServer.freePort();
    Path file =
        Files.writeString(
            scratch.resolve("gateway.yaml"),
            """
            listen: 127.0.0.1:%d
            admin: {listen: 127.0.0.1:%d, token: %s}
            apps:
              app:
                hosts: '*'
                process: {socket: %s/control, processes: app, upstream: 127.0.0.1:%d}
                idle: {after: 12h, awake: 0s}
                wake: {within: 1h, hold: {most: 100000, within: 1h}}
            """
                .formatted(port, admin, TOKEN, scratch, app));
    WebServer supervisor =
        WebServer.start(
            bench,
            scratch,
            0,
            command(cores.load(), List.of(FleetFolder.launcher(bench).toString()), "run", run));
    tell(scratch, "ready");
    WebServer gateway =
        WebServer.start(
            bench,
            folder.child("gateway").path(),
            port,
            command(cores.measured(), launcher, "gateway", file));
    return new GatewayUnderTest(bench, folder, supervisor, gateway, admin);
  }

  private static List<String> command(
      List<String> where, List<String> launcher, String what, Path file) {
    List<String> command = ReverseProxies.manyFiles();
    command.addAll(where);
    command.addAll(launcher);
    command.addAll(List.of(what, file.toString()));
    return command;
  }

  WebServer server() {
    return gateway;
  }

  long firstAnswerAt() {
    return firstAnswerAt;
  }

  /** Has the platform say that the app is ready; returns when. */
  long ready() throws BenchmarkException {
    return tell(folder.path(), "ready");
  }

  /** Has the platform say that the app has failed; returns when. */
  long fail() throws BenchmarkException {
    return tell(folder.path(), "fail");
  }

  /** Waits until the process reads. */
  private static long tell(Path folder, String word) throws BenchmarkException {
    try (OutputStream pipe = Files.newOutputStream(folder.resolve("word"))) {
      long now = System.nanoTime();
      pipe.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
      return now;
    } catch (IOException e) {
      throw new BenchmarkException("cannot tell the process", e);
    }
  }

  /** Puts the app to rest and waits until it is. */
  void rest() throws Exception {
    HttpResponse<String> answer = ask("POST", "/v1/apps/app/idle");
    if (answer.statusCode() != 202) {
      throw new BenchmarkException("cannot rest the app: " + answer.body());
    }
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (!ask("GET", "/v1/apps/app").body().contains("\"phase\":\"resting\"")) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("the app does not rest: " + ask("GET", "/v1/apps/app").body());
      }
      Thread.sleep(5);
    }
  }

  /** Waits until a number among the gateway's metrics is this one. */
  void await(String name, long value) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String line = "\n" + name + " " + value + "\n";
    for (String text = metrics(); !text.contains(line); text = metrics()) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("no " + name + " of " + value + " but\n" + text);
      }
      Thread.sleep(20);
    }
  }

  private String metrics() throws Exception {
    try {
      return ask("GET", "/metrics").body();
    } catch (ConnectException notYet) {
      return "nothing";
    }
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + admin.getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws BenchmarkException {
    client.shutdownNow();
    try {
      bench.agent().signal(gateway.pid(), Signal.KILL); // it would wait for those who are held
    } finally {
      supervisor.close();
      folder.close();
    }
  }
}
