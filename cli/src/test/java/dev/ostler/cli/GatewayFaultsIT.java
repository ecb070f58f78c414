package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that is killed, or lacks what it needs, before a server of a real ostler run. */
@Needs(RealPart.PYTHON)
@SuppressWarnings("NullAway.Init")
class GatewayFaultsIT {
  private static final int KILL = 9;

  /** How often it is killed; more on request. */
  private static final int KILLS = Integer.getInteger("ostler.kills", 2);

  private static final int LONGEST_LIFE_MILLIS = 1500;

  private static final String WAITS_TO_LISTEN =
      """
      import os, time
      while not os.path.exists('FOLDER/go'): time.sleep(0.02)
      """;

  @TempDir Path folder;
  private RunFolder run;
  private OstlerProcess supervisor;
  private int port;
  private HttpClient client;

  @BeforeEach
  void prepare() throws IOException {
    client = HttpClient.newHttpClient();
    run = new RunFolder(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(run.path("server.py"), run.filled(GatewayIT.SERVER));
    run.file("processes: {web: {command: [python3, FOLDER/server.py]}}\n");
    Files.writeString(
        run.path("gateway.yaml"),
        run.filled(
            """
            listen: 127.0.0.1:%d
            apps:
              shop:
                hosts: '*'
                process: {socket: FOLDER/control.sock, processes: web, upstream: 127.0.0.1:PORT}
                idle: {after: 300ms, awake: 0s}
            """
                .formatted(port)));
    supervisor = run.start();
    run.awaitReady("web");
  }

  @AfterEach
  void end() {
    client.shutdownNow();
    supervisor.close();
  }

  private OstlerProcess gateway(String... under) {
    return OstlerCommand.of("gateway", run.path("gateway.yaml").toString())
        .under(under)
        .in(folder)
        .start();
  }

  private CompletableFuture<HttpResponse<String>> send(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private String post(String body) {
    HttpResponse<String> answer = send(body).join();
    return answer.statusCode() + " " + answer.body();
  }

  private void awaitRest() {
    Eventually.await("web rests", () -> run.process("web").life().phase() == ProcessPhase.DOWN);
  }

  @Test
  void appIsServedAndRestsWheneverTheGatewayBeforeWasKilled() throws Exception {
    long seed = Long.getLong("ostler.seed", 5);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      try (OstlerProcess gateway = gateway()) {
        gateway.awaitErrors("ostler: listening at ");
        assertThat(post("first")).as("seed %d, life %d", seed, i).isEqualTo("200 first");
        // It dies while the app is awake, about to rest, at rest, or woken once more.
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        var last = send("last");
        TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
        gateway.signal(KILL);
        assertThat(gateway.awaitExit()).isEqualTo(128 + KILL);
        last.handle((answer, failure) -> true).join();
      }
    }
    try (OstlerProcess gateway = gateway()) {
      gateway.awaitErrors("ostler: listening at ");

      assertThat(post("again")).as("seed %d", seed).isEqualTo("200 again");
      awaitRest();
      assertThat(gateway.isAlive()).isTrue();
    }
  }

  /** One who follows the wake of the app as browsers do. */
  private final class Viewer implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    private final BufferedReader lines;

    Viewer(String lastId) throws IOException {
      socket.setSoTimeout((int) Eventually.LONG.toMillis());
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String request =
          "GET /.ostler/events HTTP/1.1\r\nHost: shop\r\nLast-Event-ID: " + lastId + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Events up to the one that says something. */
    String hear(String something) throws IOException {
      StringBuilder heard = new StringBuilder();
      String line = "";
      while (!line.isEmpty() || heard.indexOf(something) < 0) {
        line = Objects.requireNonNull(lines.readLine(), () -> "the end after " + heard);
        heard.append(line).append('\n');
      }
      return heard.toString();
    }

    boolean isCutOff() throws IOException {
      try {
        return lines.readLine() == null;
      } catch (SocketException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String lastId(String heard) {
    return heard.lines().filter(line -> line.startsWith("id:")).toList().getLast().substring(3);
  }

  private static long wake(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  private int navigate() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Accept", "text/html")
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void whoFollowsAWakeFollowsItToItsEndThoughTheGatewayIsKilled() throws Exception {
    Files.writeString(run.path("gateway.yaml"), "state: state.json\n", StandardOpenOption.APPEND);
    String last;
    try (OstlerProcess gateway = gateway()) {
      gateway.awaitErrors("ostler: listening at ");
      awaitRest();
      Files.writeString(run.path("server.py"), run.filled(WAITS_TO_LISTEN + GatewayIT.SERVER));
      assertThat(navigate()).isEqualTo(503);
      try (Viewer viewer = new Viewer("")) {
        last = lastId(viewer.hear("it runs; waiting for its answer"));
        gateway.signal(KILL);
        assertThat(gateway.awaitExit()).isEqualTo(128 + KILL);
        Eventually.await("it is cut off", viewer::isCutOff);
      }
    }
    try (OstlerProcess gateway = gateway()) {
      gateway.awaitErrors("ostler: listening at ");
      try (Viewer viewer = new Viewer(last)) {
        String again = viewer.hear("it runs; waiting for its answer");
        Files.createFile(run.path("go"));
        String end = viewer.hear("event:end");

        assertThat(again).contains("event:snapshot\n", "\"text\":\"waking shop\"");
        assertThat(wake(lastId(again))).isGreaterThan(wake(last));
        assertThat(end).contains("\"text\":\"shop is ready\"").endsWith("data:\"ready\"\n\n");
      }
    }
  }

  @Test
  void whoIsInIsServedThoughMoreWantToComeInThanThereAreFiles() throws Exception {
    try (OstlerProcess gateway = gateway("sh", "-c", "ulimit -n 256 && exec \"$@\"", "sh")) {
      gateway.awaitErrors("ostler: listening at ");
      assertThat(post("before")).isEqualTo("200 before");
      List<Socket> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < 400; i++) {
          crowd.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        Eventually.await("many are in", () -> sockets(gateway.pid()) >= 96);
        assertThat(post("meanwhile")).isEqualTo("200 meanwhile");
      } finally {
        for (Socket each : crowd) {
          each.close();
        }
      }
      client.close();
      client = HttpClient.newHttpClient();

      assertThat(post("after")).isEqualTo("200 after");
      assertThat(gateway.errors()).doesNotContain("Exception", "Too many open files");
    }
  }

  private static long sockets(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.filter(GatewayFaultsIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void answersThatNobodyUnderstandsAreToldInOneLine(String format) throws Exception {
    try (ServerSocket app = new ServerSocket(0)) {
      Thread.ofPlatform().daemon().start(() -> answerBadly(app));
      Path file = run.path("gateway.yaml");
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst(
                  "upstream: 127.0.0.1:[0-9]+", "upstream: 127.0.0.1:" + app.getLocalPort()));
      try (OstlerProcess gateway =
          OstlerCommand.of("gateway", "--log-format", format, file.toString()).in(folder).start()) {
        gateway.awaitErrors("listening at ");

        assertThat(post("one")).startsWith("502 ");
        assertThat(post("two")).startsWith("502 ");
        assertThat(gateway.errors().lines().filter(line -> line.contains("Wrong protocol version")))
            .singleElement()
            .asString()
            .startsWith(format.equals("json") ? "{\"time\":" : "ostler: io.undertow.client: ");
        assertThat(gateway.errors()).doesNotContain("\tat ");
      }
    }
  }

  private static void answerBadly(ServerSocket app) {
    while (!app.isClosed()) {
      try (Socket socket = app.accept()) {
        byte[] head = new byte[4096];
        if (socket.getInputStream().read(head) > 0) {
          socket.getOutputStream().write("garbage\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException gone) {
        // The next one, if there is any.
      }
    }
  }

  @Test
  void fullDiskForWhatItSaysKeepsNobodyFromBeingServed() {
    try (OstlerProcess gateway = gateway("sh", "-c", "exec \"$@\" 2>/dev/full", "sh")) {
      Eventually.await("it listens", this::listens);
      assertThat(post("one")).isEqualTo("200 one");
      awaitRest();

      assertThat(post("two")).isEqualTo("200 two");
      assertThat(gateway.isAlive()).isTrue();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
