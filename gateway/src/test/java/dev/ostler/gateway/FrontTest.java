package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ostler.testing.Eventually;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Visitors of an app that rests, over real connections. */
@SuppressWarnings("NullAway.Init") // every test begins with open
class FrontTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(50);

  /** How long a busy machine may hold still; a wake that says anything of it takes longer. */
  private static final Duration BUSY = Duration.ofSeconds(2);

  private static final Duration WAKE = Duration.ofSeconds(3);
  private static final String FOLLOW = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";

  private static final Journal NOBODY =
      new Journal() {
        @Override
        public void woken(Wake wake) {}

        @Override
        public void ready(Wake wake, Took took) {}

        @Override
        public void failed(Wake wake, Observation.Failed why) {}

        @Override
        public void lost(String app, Loss how, Observation.Failed why) {}

        @Override
        public void rested(String app, History.Why why) {}

        @Override
        public void hasRested(String app) {}

        @Override
        public void stayedAwake(String app) {}

        @Override
        public void notRested(String app, String why, Duration pause) {}

        @Override
        public void unseen(String app, String why) {}

        @Override
        public void seen(String app) {}

        @Override
        public void unreached(String app, String why) {}

        @Override
        public void reached(String app) {}

        @Override
        public void unkept(String app, String why) {}

        @Override
        public void turnedAway(String app, TurnedAway.Cause cause) {}
      };

  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private FakeWorkload workload;
  private AppRun app;
  private Undertow gateway;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer =
              body.length > 0
                  ? body
                  : (exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet())
                      .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private void open(boolean obedient, AppSettings.HoldLimits hold) {
    AppPolicy usual = AppPolicy.usual();
    AppSettings settings =
        new AppSettings(
            "shop",
            List.of("*"),
            new AppPolicy(
                Duration.ofSeconds(20),
                Optional.of(Duration.ofMillis(100)),
                Duration.ZERO,
                Duration.ofSeconds(10),
                usual.retry(),
                usual.breaker()),
            new Readiness.Tcp(),
            hold,
            AppSettings.Visitors.AUTO,
            AppSettings.Protocol.HTTP1,
            Schedule.NONE,
            Ignored.NOBODY,
            java.util.Set.of());
    workload = new FakeWorkload(server.getAddress(), obedient);
    app = new AppRun(settings, workload, new Surroundings(clock, NOBODY, _ -> Optional.empty()));
    app.begin();
    Apps apps = new Apps(List.of(app));
    gateway =
        Undertow.builder()
            .addHttpListener(
                0,
                "127.0.0.1",
                new Front(
                    apps::at, new WakePage(Theme.builtIn()::text, "/.ostler/"), () -> Trust.NOBODY))
            .build();
    gateway.start();
  }

  private void open(boolean obedient) {
    open(obedient, new AppSettings.HoldLimits(5000, Duration.ofSeconds(20)));
  }

  @AfterEach
  void close() {
    app.close();
    gateway.stop();
    server.stop(0);
    clock.shutdownNow();
    client.close();
  }

  private int port() {
    return ((InetSocketAddress) gateway.getListenerInfo().getFirst().getAddress()).getPort();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = to(path);
    return client.send(
        headers.length == 0 ? request.build() : request.headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void awaitHeld(int number) {
    Eventually.await(number + " wait", () -> app.view().held() == number);
  }

  @Test
  void firstRequestWakesAndIsAnsweredByTheAppWithItsBodyIntactAndOnce() throws Exception {
    open(false);
    byte[] body = new byte[1 << 20];
    new Random(7).nextBytes(body);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            to("/upload").POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    awaitHeld(1);
    assertThat(requests).hasValue(0);
    Eventually.await("it was asked to run", () -> !workload.asked.isEmpty());
    workload.run();

    assertThat(answer.get().statusCode()).isEqualTo(200);
    assertThat(answer.get().body()).isEqualTo(body);
    assertThat(requests).hasValue(1);
    assertThat(workload.asked.stream().filter("wake"::equals)).hasSize(1);
  }

  /** A stream of the app's events alone, with signs of life after a short time. */
  private Undertow openEvents() {
    HttpHandler stream = Handlers.serverSentEvents(new EventStream(HEARTBEAT));
    Undertow events =
        Undertow.builder()
            .addHttpListener(
                0,
                "127.0.0.1",
                exchange -> {
                  exchange.putAttachment(Front.APP, app);
                  stream.handleRequest(exchange);
                })
            .build();
    events.start();
    return events;
  }

  private static int port(Undertow server) {
    return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
  }

  @Test
  void streamOfAWakeIsOneAndNeverSilentForMuchLongerThanItsSignsOfLifeAreApart() throws Exception {
    open(false);
    app.ask(Optional.empty());
    Undertow events = openEvents();
    long end = System.nanoTime() + WAKE.toNanos();
    try (RawClient client = new RawClient(port(events), HEARTBEAT.plus(BUSY))) {
      client.send(FOLLOW);
      client.readUntil("waking shop");
      for (int step = 1; System.nanoTime() < end; step++) {
        client.readUntil("\n:\n");
        workload.become(new Observation.Waking("step " + step));
        client.readUntil("step " + step);
        client.forget();
      }
      workload.run();

      assertThat(client.readToEnd()).contains("event:end\ndata:\"ready\"\n");
    } finally {
      events.stop();
    }
    assertThat(workload.asked.stream().filter("wake"::equals)).hasSize(1);
  }

  @Test
  void whoFollowsIsToldHowToComeAgainAndGivenSignsOfLifeWhileNothingHappens() throws Exception {
    open(false);
    app.ask(Optional.empty());
    Undertow events = openEvents();
    try (RawClient client = new RawClient(port(events))) {
      client.send(FOLLOW);
      client.readUntil("waking shop");
      client.readUntil("\n:\n");
      client.forget();
      client.readUntil(":\n");
      workload.run();

      assertThat(client.readToEnd()).contains("event:end\ndata:\"ready\"\n");
    } finally {
      events.stop();
    }
  }

  @Test
  void thousandFirstRequestsCauseOneWakeAndAreAllAnswered() {
    open(false);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(
          client
              .sendAsync(to("/" + i).build(), HttpResponse.BodyHandlers.ofString())
              .thenApply(HttpResponse::statusCode));
    }
    awaitHeld(1000);
    workload.run();

    assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200).hasSize(1000);
    assertThat(workload.asked.stream().filter("wake"::equals)).hasSize(1);
    assertThat(requests).hasValue(1000);
  }

  @Test
  void itRestsAfterItsLastUseAndIsWokenAgain() throws Exception {
    open(true);

    assertThat(get("/one").statusCode()).isEqualTo(200);
    Eventually.await("it rests", () -> workload.asked.equals(List.of("wake", "rest")));
    assertThat(get("/two").statusCode()).isEqualTo(200);
    assertThat(workload.asked.subList(0, 3)).containsExactly("wake", "rest", "wake");
  }

  @Test
  void navigationOfABrowserSeesThePageAtOnceAndAnythingElseDoesNot() throws Exception {
    open(false);
    HttpResponse<String> page =
        get("/cart?item=1", "Accept", "text/html,*/*;q=0.8", "Sec-Fetch-Mode", "navigate");

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("Vary")).hasValue(Visiting.VARY);
    assertThat(page.body()).contains("shop is being woken").hasSizeLessThan(20_000);
    Eventually.await("it was woken", () -> workload.asked.equals(List.of("wake")));
    assertThat(app.view().users()).isZero();
  }

  @Test
  void looksOfProbesNeitherWakeNorWait() throws Exception {
    open(false);

    assertThat(get("/", "User-Agent", "kube-probe/1.33").statusCode()).isEqualTo(503);
    assertThat(get("/", "Sec-Purpose", "prefetch").statusCode()).isEqualTo(503);
    assertThat(workload.asked).isEmpty();
  }

  @Test
  void whoComesWhenAllPlacesAreTakenIsToldSoAtOnce() throws Exception {
    open(false, new AppSettings.HoldLimits(1, Duration.ofSeconds(20)));
    var first = client.sendAsync(to("/").build(), HttpResponse.BodyHandlers.ofString());
    awaitHeld(1);
    HttpResponse<String> second = get("/");
    workload.run();

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(second.body()).contains("\"detail\":\"1 others wait for it already\"");
    assertThat(first.join().statusCode()).isEqualTo(200);
  }

  @Test
  void whoHasWaitedLongEnoughIsToldWhatForAndHowFarItCame() throws Exception {
    open(false, new AppSettings.HoldLimits(10, Duration.ofSeconds(1)));
    HttpResponse<String> answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"title\":\"Gateway Time-out\",\"status\":504,"
                + "\"detail\":\"it was not ready within 1 s\",\"app\":\"shop\","
                + "\"cause\":\"late\",\"stage\":\"waking shop\"}");
  }

  @Test
  void failureIsToldToWhoWaitsWithItsReason() throws Exception {
    open(false);
    var answer = client.sendAsync(to("/").build(), HttpResponse.BodyHandlers.ofString());
    awaitHeld(1);
    workload.become(new Observation.Failed("web ended with status 3", List.of("no database")));

    assertThat(answer.get().statusCode()).isEqualTo(503);
    assertThat(answer.get().body())
        .contains("\"detail\":\"web ended with status 3\"", "\"cause\":\"failed\"");
  }

  @Test
  void clientThatHangsUpWhileItWaitsFreesItsPlace() throws Exception {
    open(false);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: shop\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      awaitHeld(1);
    }
    awaitHeld(0);

    assertThat(app.view().users()).isZero();
    assertThat(app.view().phase()).isEqualTo(AppPhase.WAKING);
  }

  @Test
  void whatOnlyProxiesMaySayAndWhatIsForOneHopDoesNotReachTheApp() throws Exception {
    open(true);
    String seen =
        get("/a%20b?c=d", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-Host", "evil", "TE", "gzip")
            .body();

    assertThat(seen).startsWith("/a%20b?c=d ").doesNotContain("6.6.6.6", "evil", "gzip");
    assertThat(seen).contains("X-forwarded-host=[127.0.0.1:" + port() + "]");
  }

  @Test
  void viewerWhoComesLateIsToldTheWholeWakeAndItsEnd() throws Exception {
    open(false);
    get("/", "Accept", "text/html");
    var stream =
        client.sendAsync(to("/.ostler/events").build(), HttpResponse.BodyHandlers.ofString());
    Eventually.await("it was asked to run", () -> !workload.asked.isEmpty());
    workload.become(new Observation.Waking("pulling <the> image"));
    workload.run();
    String told = stream.get().body();

    assertThat(told.lines().filter(line -> line.startsWith("data:")).map(FrontTest::text))
        .containsExactly(
            "waking shop",
            "pulling \\u003cthe\\u003e image",
            "it runs; waiting for its answer",
            "shop is ready",
            "ready");
    assertThat(told).startsWith("retry:2000\n").contains("event:end\n");
  }

  private static String text(String line) {
    return line.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1").replaceAll("data:\"(.*)\"", "$1");
  }
}
