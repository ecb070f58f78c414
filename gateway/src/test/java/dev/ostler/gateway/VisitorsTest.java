package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is shown the page while an app wakes, and who waits for the app's own answer. */
@SuppressWarnings("NullAway.Init")
class VisitorsTest {
  private static final String BROWSER =
      """
      Accept: text/html,application/xhtml+xml,*/*;q=0.8\r
      Sec-Fetch-Mode: navigate\r
      Sec-Fetch-Dest: document\r
      User-Agent: Mozilla/5.0\r
      """;
  private static final String BROWSER_OF_OLD = "Accept: text/html\r\nUser-Agent: Mozilla/4.0\r\n";

  @TempDir Path folder;
  private final List<RawClient> clients = new ArrayList<>();
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway =
        TestGateway.of(
            folder, false, TestGateway.HEAD + "apps:\n" + app("auto") + app("page") + app("hold"));
  }

  private String app(String visitors) {
    String settings = "visitors: " + visitors + "\n";
    return TestGateway.app(visitors, upstream.address(), settings)
        .replace("hosts: '*'", "hosts: " + visitors);
  }

  @AfterEach
  void close() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    gateway.close();
    upstream.close();
  }

  /** Each to the app of a host; a body is of one line. */
  private RawClient visit(String host, String method, String headers) throws Exception {
    RawClient client = new RawClient(gateway.port());
    clients.add(client);
    boolean hasBody = method.equals("POST");
    client.send(
        method
            + " /asked?a=1 HTTP/1.1\r\nHost: "
            + host
            + "\r\nConnection: close\r\n"
            + headers
            + (hasBody ? "Content-Length: 5\r\n\r\nhello" : "\r\n"));
    return client;
  }

  private void assertIsShownThePage(String host, String headers) throws Exception {
    assertThat(visit(host, "GET", headers).readToEnd())
        .startsWith("HTTP/1.1 503 ")
        .contains("Content-Type: text/html; charset=utf-8\r\n", host + " is being woken");
  }

  /** Whoever is answered before the app is awake has got what is not the app's. */
  private void assertWaits(String host, String method, String headers) throws Exception {
    RawClient visitor = visit(host, method, headers);
    gateway.await(host, "\"held\":1");
    gateway.workload(host).run();

    assertThat(visitor.readToEnd())
        .startsWith("HTTP/1.1 200 ")
        .endsWith(method.equals("POST") ? "\r\n\r\nhello" : "\r\n\r\nshop /asked?a=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {BROWSER, BROWSER_OF_OLD})
  void browserOnItsWayToAPageIsShownIt(String headers) throws Exception {
    assertIsShownThePage("auto", headers);
    assertIsShownThePage("page", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Accept: */*\r\n",
        "Accept: application/json\r\n",
        // An image, a style and a script of a page that was open before.
        "Accept: image/avif,image/webp,*/*;q=0.8\r\nSec-Fetch-Mode: no-cors\r\n",
        "Accept: text/css,*/*;q=0.1\r\nSec-Fetch-Mode: no-cors\r\n",
        // Scripts that fetch parts of pages; without HTTPS browsers do not say Sec-Fetch-Mode.
        "Accept: text/html\r\nSec-Fetch-Mode: cors\r\n",
        "Accept: text/html, */*; q=0.01\r\nX-Requested-With: XMLHttpRequest\r\n",
        // Parts of another page, where ours may not be shown.
        "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: object\r\n"
      })
  void nobodyElseIsShownThePage(String headers) throws Exception {
    assertWaits("auto", "GET", headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "page"})
  void formThatIsSentWaitsThoughItTakesHtml(String host) throws Exception {
    assertWaits(host, "POST", BROWSER);
  }

  @Test
  void appThatHoldsAllShowsNobodyThePage() throws Exception {
    assertWaits("hold", "GET", BROWSER);
  }

  @Test
  void appThatShowsItToAllWhoTakeHtmlDoesNotAskWhoTheyAre() throws Exception {
    assertIsShownThePage("page", "Accept: text/html\r\nSec-Fetch-Mode: cors\r\n");
    assertWaits("page", "GET", "Accept: application/json\r\n");
  }

  @Test
  void pageMayDoNothingButFollowItsOwnWake() throws Exception {
    String answer = visit("auto", "GET", BROWSER).readToEnd();
    String nonce = answer.replaceAll("(?s).*<script nonce=\"([^\"]+)\".*", "$1");
    String other = visit("auto", "GET", BROWSER).readToEnd();

    assertThat(answer)
        .contains(
            "\r\nContent-Security-Policy: default-src 'none'; style-src 'nonce-NONCE';"
                    .replace("NONCE", nonce)
                + " script-src 'nonce-NONCE'; connect-src 'self'; img-src data:;"
                    .replace("NONCE", nonce)
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n")
        .contains("\r\nX-Content-Type-Options: nosniff\r\n")
        .contains("\r\nVary: Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With\r\n");
    assertThat(nonce).matches("[A-Za-z0-9+/]{24}");
    assertThat(other).doesNotContain(nonce);
  }

  @Test
  void pageNamesNeitherHostNorPathSoWhoForgesThemLeadsNobodyAway() throws Exception {
    gateway.change(TestGateway.shop(upstream.address(), ""));
    gateway.awaitLog("reloaded ");
    RawClient client = new RawClient(gateway.port());
    clients.add(client);
    client.send(
        "GET //evil.example/?host=evil.example HTTP/1.1\r\nHost: evil.example\r\n"
            + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: evil\r\n"
            + "Connection: close\r\n"
            + BROWSER
            + "\r\n");
    String answer = client.readToEnd();

    assertThat(answer)
        .startsWith("HTTP/1.1 503 ")
        .contains("data-events=\"/.ostler/events\"", "<a href=\"\">")
        .doesNotContain("evil", "Location", "Refresh:", "http://", "https://");
  }

  @Test
  void whoIsShownThePageIsNobodyWhoWaits() throws Exception {
    assertIsShownThePage("auto", BROWSER);
    Eventually.await("it was woken", () -> gateway.workload("auto").asked.equals(List.of("wake")));

    gateway.await("auto", "\"users\":0,\"held\":0");
  }
}
