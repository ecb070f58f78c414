package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed, or lacks what it needs, before a server of a real ostler run. */
@Needs(RealPart.PYTHON)
@SuppressWarnings("NullAway.Init")
class GatewayFaultsIT {
  private static final int KILL = 9;

  /** How often it is killed; more on request. */
  private static final int KILLS = Integer.getInteger("ostler.kills", 2);

  private static final int LONGEST_LIFE_MILLIS = 1500;

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
