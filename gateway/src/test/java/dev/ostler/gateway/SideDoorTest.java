package dev.ostler.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Secret;
import dev.ostler.testing.Eventually;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those may do who look after the apps, and who may not. */
@SuppressWarnings("NullAway.Init")
class SideDoorTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway = TestGateway.of(folder, true, TestGateway.shop(upstream.address(), ""));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private int statusFor(String path, String... headers) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:" + gateway.gateway.adminAddress().orElseThrow().getPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              (headers.length == 0 ? request : request.headers(headers)).build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  void whoDoesNotShowTheTokenLearnsNothingOfTheApps() throws Exception {
    assertThat(statusFor("/v1/apps")).isEqualTo(401);
    assertThat(statusFor("/v1/apps/shop", "Authorization", "Bearer guess")).isEqualTo(401);
    assertThat(statusFor("/v1/apps/shop", "Authorization", "Basic c2VjcmV0")).isEqualTo(401);
    assertThat(statusFor("/v1/apps", "Authorization", "Bearer secret")).isEqualTo(200);
    assertThat(statusFor("/healthz")).isEqualTo(200);
  }

  @Test
  void pageIsForWhoeverShowsTheTokenAsAPasswordAndNothingElseIs() throws Exception {
    String right = "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));
    String wrong = "Basic " + Base64.getEncoder().encodeToString("me:guess".getBytes(UTF_8));

    assertThat(statusFor("/")).isEqualTo(401);
    assertThat(statusFor("/", "Authorization", wrong)).isEqualTo(401);
    assertThat(statusFor("/", "Authorization", "Basic ???")).isEqualTo(401);
    assertThat(statusFor("/", "Authorization", right)).isEqualTo(200);
    assertThat(statusFor("/", "Authorization", "Bearer secret")).isEqualTo(200);
    assertThat(statusFor("/v1/apps", "Authorization", right)).isEqualTo(401);
  }

  @Test
  void emptyTokenOpensNothing() throws Exception {
    SideDoor door =
        new SideDoor(() -> new Apps(List.of()), () -> "", Optional.of(Secret.of("")), () -> true);
    Undertow server =
        Gateway.withOptions(Undertow.builder().addHttpListener(0, "127.0.0.1", door)).build();
    server.start();
    int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    String nothing = "Basic " + Base64.getEncoder().encodeToString("me:".getBytes(UTF_8));

    try {
      assertThat(statusByHttp2(port, "/v1/apps", "Bearer ")).isEqualTo(":status: 401");
      assertThat(statusByHttp2(port, "/", "Bearer ")).isEqualTo(":status: 401");
      assertThat(statusByHttp2(port, "/", nothing)).isEqualTo(":status: 401");
    } finally {
      server.stop();
    }
  }

  /** By HTTP/1.1 no header ends with a space. */
  private static String statusByHttp2(int port, String path, String authorization)
      throws Exception {
    try (RawHttp2 client = new RawHttp2(port)) {
      client.send(
          RawHttp2.headers(
              RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
              RawHttp2.head("GET", path) + RawHttp2.field("authorization", authorization)));
      return client.answer().status();
    }
  }

  @Test
  void pageSaysWhatBecameOfAnApp() {
    gateway.get("/");
    HttpResponse<String> page = gateway.admin("GET", "/");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .matches(
            "default-src 'none'; style-src 'nonce-[^']+'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    assertThat(page.body()).contains("<th scope=\"row\">shop</th><td>awake</td>", "by a visitor");
  }

  @Test
  void pagesOfOtherSitesMayChangeNothing() {
    assertThat(gateway.admin("POST", "/v1/apps/shop/wake", "Origin", "http://evil").statusCode())
        .isEqualTo(403);
    assertThat(
            gateway.admin("POST", "/v1/apps/shop/wake", "Sec-Fetch-Site", "same-site").statusCode())
        .isEqualTo(403);
    assertThat(gateway.admin("GET", "/v1/apps/shop/wake").statusCode()).isEqualTo(405);
    assertThat(gateway.workload("shop").asked).isEmpty();
  }

  @Test
  void personWakesKeepsAwakeAndRests() {
    assertThat(gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=60").statusCode())
        .isEqualTo(202);
    gateway.await("shop", "\"phase\":\"awake\"");
    gateway.await("shop", "it is kept awake until 2");
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");

    gateway.await("shop", "\"wakes\":[{\"begun\":\"2");
    gateway.await("shop", "\"by\":\"person\"");
    assertThat(gateway.workload("shop").asked).containsExactly("wake", "rest");
  }

  @Test
  void appThatAPersonHasBarredIsWokenByPeopleAlone() {
    gateway.admin("POST", "/v1/apps/shop/bar");
    HttpResponse<String> refused = gateway.get("/");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"detail\":\"it is not to be woken by visitors\"");
    assertThat(gateway.workload("shop").asked).isEmpty();
    gateway.admin("POST", "/v1/apps/shop/unbar");
    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsReadAloneIsNotDeleted() {
    HttpResponse<String> apps = gateway.admin("DELETE", "/v1/apps");
    HttpResponse<String> app = gateway.admin("DELETE", "/v1/apps/shop");
    HttpResponse<String> unknown = gateway.admin("DELETE", "/v1/apps/blog");

    assertThat(apps.statusCode()).isEqualTo(405);
    assertThat(app.statusCode()).isEqualTo(405);
    assertThat(app.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(app.body()).contains("\"detail\":\"this takes GET\"");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"detail\":\"there is no app 'blog'; known are: shop\"");
    assertThat(gateway.admin("HEAD", "/v1/apps/shop").statusCode()).isEqualTo(200);
  }

  @Test
  void whatAPlatformSaysSteersNoTerminal() {
    gateway.get("/");
    gateway.workload("shop").become(new Observation.Waking("pulling\u001b[2J\nits image"));
    gateway.await("shop", "pulling");
    assertThat(gateway.admin("GET", "/v1/apps/shop", "Accept", "text/plain").body())
        .contains("is being woken: pulling its image");
    String line = "\u001b[2J\u001b[1;31mcannot\u001b[m open\t/data\u0007 \u009b31m\u0085";
    gateway
        .workload("shop")
        .become(
            new Observation.Failed("its container\nshop: woken \u001b]0;x\u0007", List.of(line)));
    gateway.await("shop", "\"phase\":\"failed\"");

    assertThat(gateway.admin("GET", "/v1/apps/shop", "Accept", "text/plain").body())
        .contains("could not be woken: its container shop: woken ?]0;x?\n")
        .contains("\n  | cannot open /data? ?\n");
    assertThat(gateway.admin("GET", "/v1/apps/shop").body())
        .contains("\"evidence\":[\"cannot open /data? ?\"]");
    assertThat(String.join("\n", gateway.log)).doesNotContainPattern("[\\p{Cntrl}&&[^\n]]");
  }

  @Test
  void terminalsAreAnsweredInText() {
    HttpResponse<String> apps = gateway.admin("GET", "/v1/apps", "Accept", "text/plain");
    HttpResponse<String> unknown = gateway.admin("GET", "/v1/apps/x", "Accept", "text/plain");

    assertThat(apps.body())
        .isEqualTo("APP   PHASE    USERS  WAITING  RESTED\nshop  resting  0      0        0:00\n");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("there is no app 'x'; known are: shop");
  }

  @Test
  void appThatIsNotThereIsAnsweredWithThoseThatAre() {
    HttpResponse<String> answer = gateway.admin("GET", "/v1/apps/shpo", "Accept", "text/plain");

    assertThat(answer.body())
        .isEqualTo("there is no app 'shpo'; did you mean 'shop'; known are: shop");
  }

  @Test
  void timeThatMakesNoSenseIsRefused() {
    HttpResponse<String> answer = gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=-1");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"detail\":\"expected seconds=1 to 2592000\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//health",
        "/./health",
        "/x/../health",
        "/%68ealth",
        "/x/%2e%2E//health/",
        "/health//deep",
        "/../health?x"
      })
  void pathThatTheFileIgnoresIsIgnoredHoweverItIsWritten(String path) throws Exception {
    gateway.change(TestGateway.shop(upstream.address(), "ignore: {paths: /./%68ealth}"));
    gateway.awaitLog("reloaded ");

    assertThat(gateway.get(path).statusCode()).isEqualTo(503);
    assertThat(gateway.workload("shop").asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/../shop", "/health%2Fdeep", "/healthy", "/HEALTH", "/x/health"})
  void pathThatLeadsElsewhereIsNotIgnored(String path) throws Exception {
    gateway.change(TestGateway.shop(upstream.address(), "ignore: {paths: /health}"));
    gateway.awaitLog("reloaded ");

    assertThat(gateway.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void whomTheFileIgnoresNeitherWakesNorCounts() throws Exception {
    gateway.change(
        TestGateway.shop(
            upstream.address(), "ignore: {agents: MyMonitor, paths: /health, methods: [OPTIONS]}"));
    gateway.awaitLog("reloaded ");

    assertThat(gateway.get("/", "User-Agent", "x mymonitor/2").statusCode()).isEqualTo(503);
    assertThat(gateway.get("/health").statusCode()).isEqualTo(503);
    assertThat(gateway.get("/health/deep?x").statusCode()).isEqualTo(503);
    assertThat(gateway.workload("shop").asked).isEmpty();
    assertThat(gateway.get("/healthy").statusCode()).isEqualTo(200);
    Eventually.await("it was woken", () -> gateway.workload("shop").asked.contains("wake"));
  }
}
