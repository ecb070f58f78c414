package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.FakeEngine;
import dev.ostler.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app that its platform does not start: who looks after it is told why, visitors that. */
@SuppressWarnings("NullAway.Init")
class RefusedWakeTest {
  private static final String REFUSED =
      "its platform cannot be reached, or refuses what it is asked";

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final FakeEngine engine = FakeEngine.start();
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;
  private String why;

  @BeforeEach
  void wakeAContainerThatIsNotThere() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            TestGateway.HEAD
                + """
                apps:
                  shop:
                    hosts: shop
                    container: {name: web, engine: 'unix://%1$s', port: 80}
                  front:
                    hosts: front
                    needs: shop
                    container: {name: front, engine: 'unix://%1$s', port: 80}
                """
                    .formatted(engine.socket()));
    gateway = Gateway.open(file, new Gateway.Options(false, false), log::add);
    why = "there is no container web at unix://" + engine.socket() + "; create it first";
    Eventually.await("it rests", () -> ask("/v1/apps/shop", "text/plain").contains("shop rests"));
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateway.close();
    engine.close();
  }

  private String send(HttpRequest.Builder request, String accept) {
    HttpRequest whole = request.headers("Accept", accept).build();
    return client.sendAsync(whole, HttpResponse.BodyHandlers.ofString()).join().body();
  }

  private String visit(String host, String path, String accept) throws Exception {
    return RawVisitor.body(
        RawVisitor.get(gateway.address().getPort(), path, host, "Accept: " + accept));
  }

  private String ask(String path, String accept) {
    int port = gateway.adminAddress().orElseThrow().getPort();
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer secret"), accept);
  }

  @Test
  void visitorIsToldThatItIsRefused() throws Exception {
    assertThat(visit("shop", "/", "*/*"))
        .contains("\"detail\":\"" + REFUSED + "\"")
        .doesNotContain("unix:");
  }

  @Test
  void pageAndStatusAndEventsSayThatItIsRefused() throws Exception {
    visit("shop", "/", "*/*");

    assertThat(visit("shop", "/", "text/html")).contains(REFUSED).doesNotContain("unix:");
    assertThat(visit("shop", "/.ostler/status", "*/*"))
        .contains("\"reason\":\"" + REFUSED + "\"")
        .doesNotContain("unix:");
    assertThat(visit("shop", "/.ostler/events", "*/*"))
        .contains("\"kind\":\"failed\",\"text\":\"" + REFUSED + "\"")
        .doesNotContain("unix:");
  }

  @Test
  void visitorOfAnAppThatNeedsItIsToldThatThatIsRefused() throws Exception {
    assertThat(visit("front", "/", "*/*"))
        .contains("\"detail\":\"it needs shop: " + REFUSED + "\"");
  }

  @Test
  void logAndApiAndStatusPageSayWhy() throws Exception {
    visit("shop", "/", "*/*");

    assertThat(log).containsSubsequence("shop: cannot be woken: " + REFUSED, "shop: | " + why);
    assertThat(ask("/v1/apps/shop", "application/json")).contains("\"reason\":\"" + why + "\"");
    assertThat(ask("/v1/apps/shop", "text/plain"))
        .startsWith("shop could not be woken: " + REFUSED + "\n  | " + why + "\n");
    assertThat(ask("/", "text/html")).contains(Html.text(why));
  }
}
