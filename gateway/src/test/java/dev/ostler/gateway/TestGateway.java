package dev.ostler.gateway;

import dev.ostler.testing.Eventually;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A gateway with a real file and real listeners before workloads that do what the test says. */
final class TestGateway implements AutoCloseable {
  static final String HEAD = "listen: 127.0.0.1:0\nadmin: {listen: 127.0.0.1:0, token: secret}\n";

  final List<String> log = new CopyOnWriteArrayList<>();
  final Map<String, FakeWorkload> workloads = new ConcurrentHashMap<>();
  final Gateway gateway;
  private final Path file;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestGateway(Path file, boolean obedient) throws Exception {
    this.file = file;
    gateway = Gateway.open(file, log::add, (name, form) -> workload(name, form, obedient));
  }

  private TestGateway(Path file, Workloads.Opening opening) throws Exception {
    this.file = file;
    gateway = Gateway.open(file, log::add, opening);
  }

  private FakeWorkload workload(String name, GatewayFile.App form, boolean obedient) {
    InetSocketAddress upstream = form.process().orElseThrow().upstream().toConnect();
    FakeWorkload workload = new FakeWorkload(upstream, obedient);
    workloads.put(name, workload);
    return workload;
  }

  /** Workloads run as soon as they are woken, if they are obedient. */
  static TestGateway of(Path folder, boolean obedient, String text) throws Exception {
    return new TestGateway(Files.writeString(folder.resolve("gateway.yaml"), text), obedient);
  }

  /** Before one app for all hosts, which runs as soon as it is woken and stays awake. */
  static TestGateway before(Path folder, InetSocketAddress shop) throws Exception {
    return before(folder, shop, "http1");
  }

  /** The same before an app that speaks another protocol. */
  static TestGateway before(Path folder, InetSocketAddress shop, String protocol) throws Exception {
    return of(
        folder, true, shop(shop, "protocol: " + protocol + "\nready: none\nidle: {after: 1h}"));
  }

  /** Before other workloads. */
  static TestGateway of(Path folder, String text, Workloads.Opening opening) throws Exception {
    return new TestGateway(Files.writeString(folder.resolve("gateway.yaml"), text), opening);
  }

  /** A file with one app at all hosts, whose settings follow. */
  static String shop(InetSocketAddress upstream, String settings) {
    return HEAD + "apps:\n" + app("shop", upstream, settings);
  }

  /** An app at all hosts, whose settings follow. */
  static String app(String name, InetSocketAddress upstream, String settings) {
    return "  "
        + name
        + ":\n    hosts: '*'\n    process: {socket: /none, processes: "
        + name
        + ", upstream: '127.0.0.1:"
        + upstream.getPort()
        + "'}\n"
        + settings.indent(4);
  }

  void change(String text) throws Exception {
    Path next = Files.writeString(file.resolveSibling("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void awaitLog(String beginning) {
    Eventually.await(
        beginning,
        () -> log,
        lines -> lines.stream().anyMatch(l -> l.startsWith(beginning)),
        () -> "");
  }

  FakeWorkload workload(String app) {
    return Objects.requireNonNull(workloads.get(app));
  }

  int port() {
    return gateway.address().getPort();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(30));
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = to(path);
    return send(headers.length == 0 ? request : request.headers(headers)).join();
  }

  /** What whoever looks after the apps is told. */
  HttpResponse<String> admin(String method, String path, String... headers) {
    URI uri =
        URI.create("http://127.0.0.1:" + gateway.adminAddress().orElseThrow().getPort() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer secret")
            .method(method, HttpRequest.BodyPublishers.noBody());
    return send(headers.length == 0 ? request : request.headers(headers)).join();
  }

  void await(String app, String fact) {
    Supplier<String> status = () -> admin("GET", "/v1/apps/" + app).body();
    Eventually.await(app + ": " + fact, status, text -> text.contains(fact), () -> "");
  }

  @Override
  public void close() {
    client.shutdownNow();
    gateway.close();
  }
}
