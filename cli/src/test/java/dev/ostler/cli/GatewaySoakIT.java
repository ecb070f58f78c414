package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/*
 * The figures to compare with are taken at half time, while the app rests: classes are loaded and
 * most methods compiled by then. A few rounds are not enough for memory: then only descriptors and
 * threads are counted.
 */
/** One gateway goes on for long: {@code -Dostler.soak=60} for minutes of wakes, one by one. */
@Needs(RealPart.PYTHON)
@SuppressWarnings("NullAway.Init")
class GatewaySoakIT {
  private static final int SOAK_MINUTES = Integer.getInteger("ostler.soak", 0);
  private static final int VISITORS = 20;

  @TempDir Path folder;
  private RunFolder run;
  private int port;

  /** What a gateway holds when nobody is there. */
  private record Holding(int descriptors, int threads, long residentKilobytes) {
    static Holding of(OstlerProcess gateway) {
      String resident = ProcFs.status(gateway.pid(), "VmRSS").orElseThrow();
      return new Holding(
          ProcFs.descriptors(gateway.pid()).size(),
          ProcFs.threads(gateway.pid()).size(),
          Long.parseLong(resident.replaceAll("[^0-9]", "")));
    }

    /**
     * What nobody uses any more may be given back a moment later; who has hung up in the middle of
     * a body is noticed within a minute, and there may be one of each round.
     */
    void assertNoGrowthTo(OstlerProcess gateway) {
      Eventually.await(
          "hardly more descriptors than " + this,
          () -> of(gateway).descriptors() <= descriptors + 8);
      // The pools of a JVM have as many threads as there were tasks at once.
      Eventually.await("hardly more threads", () -> of(gateway).threads() <= threads + 8);
      Holding later = of(gateway);
      System.out.println("soak of the gateway: " + this + " to " + later);
      assertThat(SOAK_MINUTES > 1 ? later.residentKilobytes() : 0)
          .isLessThanOrEqualTo(residentKilobytes + residentKilobytes / 10);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    run = new RunFolder(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(run.path("server.py"), run.filled(GatewayIT.SERVER));
    run.file("processes: {web: {command: [python3, FOLDER/server.py]}}\n");
    offerFile(0);
  }

  /** The same but for something that makes it another file. */
  private void offerFile(int round) throws IOException {
    String file =
        """
        listen: 127.0.0.1:%d
        apps:
          shop:
            hosts: '*'
            process: {socket: FOLDER/control.sock, processes: web, upstream: 127.0.0.1:PORT}
            idle: {after: %dms, awake: 0s}
        """
            .formatted(port, 200 + round % 3);
    run.offer("gateway.yaml", run.filled(file));
  }

  private CompletableFuture<HttpResponse<String>> send(
      HttpClient client, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(60));
    return client.sendAsync(
        headers.length == 0 ? request.build() : request.headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Says something and hangs up. */
  private void shout(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** A page, a stream, many who wait, some who do not, and nonsense; then it rests again. */
  private void soakOnce(int round) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      soakOnce(round, client);
    }
  }

  private void soakOnce(int round, HttpClient client) throws Exception {
    awaitRest();
    shout("GET /gone HTTP/1.1\r\nHost: shop\r\n\r\n");
    shout("POST /half HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\nhalf");
    shout("GARBAGE " + round + "\r\n\r\n");
    assertThat(send(client, "/page", "Accept", "text/html").join().statusCode()).isIn(200, 503);
    CompletableFuture<HttpResponse<String>> stream = send(client, "/.ostler/events");
    List<CompletableFuture<HttpResponse<String>>> visits =
        IntStream.range(0, VISITORS).mapToObj(i -> send(client, "/" + round + "/" + i)).toList();
    offerFile(round);
    for (int i = 0; i < VISITORS; i++) {
      HttpResponse<String> answer = visits.get(i).join();
      assertThat(answer.statusCode() + answer.body()).isEqualTo("200/" + round + "/" + i);
    }

    assertThat(stream.join().body()).contains("event:end\n");
  }

  private void awaitRest() {
    Eventually.await(
        "it rests",
        () ->
            Files.exists(run.path("control.sock"))
                && run.process("web").life().phase() == ProcessPhase.DOWN);
  }

  private int soak(int from, int least, long time) throws Exception {
    int round = from;
    long begun = System.nanoTime();
    while (round < from + least || System.nanoTime() - begun < time) {
      soakOnce(++round);
    }
    awaitRest();
    return round;
  }

  @Test
  void wakesOneByOneLeaveNothingBehind() throws Exception {
    long half = TimeUnit.MINUTES.toNanos(SOAK_MINUTES) / 2;
    try (OstlerProcess supervisor = run.start();
        OstlerProcess gateway =
            OstlerCommand.of("gateway", run.path("gateway.yaml").toString()).in(folder).start()) {
      gateway.awaitErrors("ostler: listening at ");
      int rounds = soak(0, 3, half);
      Holding before = Holding.of(gateway);

      rounds = soak(rounds, 3, half);
      System.out.println("soak of the gateway: " + rounds + " rounds");
      before.assertNoGrowthTo(gateway);
      assertThat(supervisor.isAlive()).isTrue();
    }
  }
}
