package dev.ostler.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * An API server of one process over HTTP: lists, watches, merge patches that fail when they were
 * decided on an older version, {@code /scale}, and what Services do with their addresses. It notes
 * every call, allows what a role allows, and can be cut off, restarted and made to forget.
 */
final class FakeCluster implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  /** One request, as a role names it. */
  record Call(
      String verb, String group, String version, String resource, String namespace, String name) {
    /** As a rule of a role allows it. */
    String right() {
      return verb + " " + group + "/" + resource;
    }

    /** With its version, as manifests name it. */
    String api() {
      return group.isEmpty() ? version : group + "/" + version;
    }

    boolean changes() {
      return verb.equals("patch");
    }
  }

  /** What becomes of a call. */
  enum Fate {
    SERVED,
    /** The connection is cut, and nothing has happened. */
    LOST,
    /** It is done, and the connection cut before the answer. */
    UNANSWERED
  }

  /** Decides what becomes of a call; may be asked by several threads. */
  interface Fates {
    Fate of(Call call);
  }

  final FakeObjects objects = new FakeObjects();
  final List<Call> calls = new CopyOnWriteArrayList<>();

  /** Those that have changed something. */
  final List<Call> done = new CopyOnWriteArrayList<>();

  /** Those that the role did not allow. */
  final List<Call> denied = new CopyOnWriteArrayList<>();

  private final int port;

  /**
   * Of the platform: hundreds of watches wait at one monitor, and when so many virtual threads did,
   * all that carry them were found blocked in {@code Object.wait} for good (Java 25.0.3).
   */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private volatile HttpServer server;
  private volatile Predicate<Call> allowed = _ -> true;
  private volatile Fates fates = _ -> Fate.SERVED;
  private final AtomicInteger era = new AtomicInteger();

  private FakeCluster() {
    server = listen(0);
    port = server.getAddress().getPort();
  }

  static FakeCluster start() {
    return new FakeCluster();
  }

  private HttpServer listen(int where) {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 256);
      made.setExecutor(threads);
      made.createContext("/", this::serve);
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + port)
        .withWatchReconnectInterval(50)
        .withRequestRetryBackoffInterval(20)
        .build();
  }

  KubernetesApi connect() {
    return KubernetesConnection.open(config());
  }

  void allow(Predicate<Call> role) {
    allowed = role;
  }

  void decide(Fates wanted) {
    fates = wanted;
  }

  /** All connections end, and nobody answers until it is started again. */
  void stop() {
    era.incrementAndGet();
    server.stop(0);
    objects.wakeAll();
  }

  void startAgain() {
    server = listen(port);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange);
      FakePath path = FakePath.parse(exchange.getRequestURI().getPath());
      Call call = call(exchange.getRequestMethod(), path, query);
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!allowed.test(call)) {
        denied.add(call);
        answer(exchange, 403, status(403, "Forbidden", "not allowed: " + call));
        return;
      }
      Fate fate = fates.of(call);
      calls.add(call);
      if (fate == Fate.LOST) {
        return;
      }
      if (call.verb().equals("watch")) {
        watch(exchange, path, query);
        return;
      }
      FakeObjects.Answer answer = answer(path, query, call, body);
      if (call.changes() && answer.status() == 200) {
        done.add(call);
      }
      if (fate == Fate.SERVED) {
        answer(exchange, answer.status(), answer.body());
      }
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> parameters = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    if (text != null) {
      for (String each : text.split("&", -1)) {
        int equals = each.indexOf('=');
        String value = equals < 0 ? "" : each.substring(equals + 1);
        parameters.put(
            equals < 0 ? each : each.substring(0, equals),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static Call call(String method, FakePath path, Map<String, String> query) {
    String verb =
        switch (method) {
          case "PATCH" -> "patch";
          case "GET" ->
              !path.name().isEmpty() ? "get" : query.containsKey("watch") ? "watch" : "list";
          default -> method;
        };
    String resource = path.plural() + (path.sub().isEmpty() ? "" : "/" + path.sub());
    return new Call(verb, path.group(), path.version(), resource, path.namespace(), path.name());
  }

  private FakeObjects.Answer answer(
      FakePath path, Map<String, String> query, Call call, byte[] body) throws IOException {
    return switch (call.verb()) {
      case "list" -> objects.list(path, query);
      case "get" -> objects.get(path);
      case "patch" -> objects.patch(path, (ObjectNode) JSON.readTree(body));
      default -> new FakeObjects.Answer(405, status(405, "MethodNotAllowed", call.verb()));
    };
  }

  static ObjectNode status(int code, String reason, String message) {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", reason)
        .put("message", message)
        .put("code", code);
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes =
        (body.isTextual() ? body.asText() : body.toString()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void watch(HttpExchange exchange, FakePath path, Map<String, String> query)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    int begun = era.get();
    long seen = objects.from(query.getOrDefault("resourceVersion", "0"));
    long seconds = Long.parseLong(query.getOrDefault("timeoutSeconds", "3600"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      while (era.get() == begun && System.nanoTime() < end) {
        List<FakeObjects.Change> changes = objects.after(seen, path, query);
        for (FakeObjects.Change change : changes) {
          out.write((change.json() + "\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
          seen = change.version();
          if (change.type().equals("ERROR")) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often something was changed. */
  long changes(String resource) {
    return done.stream().filter(call -> call.resource().equals(resource)).count();
  }

  static ObjectNode object(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> items(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    if (array instanceof ArrayNode nodes) {
      nodes.forEach(items::add);
    }
    return items;
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }
}
