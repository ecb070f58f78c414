package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.HealthView.ProcessHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real requests to the real loop. */
@Timeout(60)
class HealthServerTest {
  private static final class View implements HealthView {
    private boolean ready = true;

    @Override
    public boolean live() {
      return true;
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public List<ProcessHealth> processes() {
      return List.of(
          new ProcessHealth("web", true, ready, ready ? "running" : "suspended"),
          new ProcessHealth("db", true, true, "running"));
    }
  }

  private final View view = new View();
  private final RunMetrics metrics = new RunMetrics("1.2.3");
  private final List<Socket> sockets = new ArrayList<>();
  private RealLoop loop;
  private HealthServer server;

  @BeforeEach
  void open() throws IOException {
    loop = new RealLoop();
    server =
        new HealthServer(
            loop.router(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new HealthPages(view, metrics));
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
    loop.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    return socket;
  }

  /** All that is answered until the server closes. */
  private String ask(String request) throws Exception {
    Socket socket = connect();
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(
                new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            answer.completeExceptionally(e);
          }
        });
    loop.await("an answer", answer::isDone);
    return answer.get();
  }

  private String get(String path) throws Exception {
    return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void suspendedIsLiveAndNotReady() throws Exception {
    view.ready = false;

    assertThat(get("/livez")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nlive\n");
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .endsWith("\r\n\r\n[-] web: suspended\n[+] db: running\nnot ready\n");
  }

  @Test
  void verboseListsEveryProcess() throws Exception {
    assertThat(body(get("/readyz?verbose")))
        .isEqualTo("[+] web: running\n[+] db: running\nready\n");
    assertThat(body(get("/readyz"))).isEqualTo("ready\n");
  }

  @Test
  void connectionIsKeptForFurtherRequests() throws Exception {
    String one = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    String last = "HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    String answers = ask(one + one + last);

    assertThat(answers.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(4);
    assertThat(answers)
        .endsWith("Content-Length: 5\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /nothing HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n | 404 Not Found",
        "POST /livez HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n | 405 Method Not Allowed",
        "nonsense\\r\\n\\r\\n | 400 Bad Request",
        "GET /livez HTTP/1.1\\r\\nno header\\r\\n\\r\\n | 400 Bad Request",
        "GET /livez HTTP/1.1\\r\\na b: c\\r\\n\\r\\n | 400 Bad Request",
        "GET /livez HTTP/2.0\\r\\n\\r\\n | 505 HTTP Version Not Supported",
        "GET /livez HTTP/1.1\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 413 Content Too Large",
        "GET /livez HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 413 Content Too Large"
      })
  void whatCannotBeAnsweredIsSaid(String request, String status) throws Exception {
    assertThat(ask(request.translateEscapes())).startsWith("HTTP/1.1 " + status + "\r\n");
  }

  @Test
  void longRequestIsRefused() throws Exception {
    assertThat(ask("GET /livez HTTP/1.1\r\nX: " + "x".repeat(9000)))
        .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
  }

  @Test
  void unknownPathListsTheKnownOnes() throws Exception {
    assertThat(body(get("/")))
        .isEqualTo("not found; there are\n/livez\n/readyz\n/healthz\n/metrics\n");
  }

  @Test
  void oneTooManyIsToldSo() throws Exception {
    for (int i = 0; i < HealthServer.MOST_CONNECTIONS; i++) {
      connect();
    }

    assertThat(get("/livez")).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
  }

  @Test
  void whoSaysNothingIsCutOff() throws Exception {
    assertThat(ask("GET /livez")).isEmpty();

    assertThat(loop.router().time()).isGreaterThanOrEqualTo(HealthServer.PATIENCE);
  }

  @Test
  void formatIsTheOneThatIsAskedFor() throws Exception {
    String accept = "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5\r\n";

    String open = ask("GET /metrics HTTP/1.1\r\n" + accept + "Connection: close\r\n\r\n");

    assertThat(open)
        .contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
        .endsWith("# EOF\n");
    assertThat(get("/metrics"))
        .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
        .contains("\nostler_build_info{version=\"1.2.3\"} 1\n");
  }

  @Test
  void whatWasCountedIsShown() throws Exception {
    metrics.started("web", Instant.EPOCH.plusSeconds(5));
    metrics.exited("web", new ChildExit(7, new ChildExit.Exited(3)));
    metrics.exited("web", new ChildExit(8, new ChildExit.Killed(Signal.KILL, false)));
    metrics.becameReady("web", Duration.ofMillis(300));
    metrics.restarting("web", Duration.ofSeconds(2));
    metrics.probed(
        "web", Probing.Purpose.ALIVE, HealthProbe.Outcome.TIMEOUT, Duration.ofSeconds(1));
    metrics.updated("site", RunMetrics.Update.APPLIED, Duration.ofMillis(4));

    assertThat(body(get("/metrics")).lines())
        .contains(
            "# TYPE ostler_process_exits_total counter",
            "ostler_process_starts_total{process=\"web\"} 1",
            "ostler_process_exits_total{process=\"web\",code=\"3\",signal=\"\"} 1",
            "ostler_process_exits_total{process=\"web\",code=\"\",signal=\"KILL\"} 1",
            "ostler_process_time_to_ready_seconds_bucket{process=\"web\",le=\"0.25\"} 0",
            "ostler_process_time_to_ready_seconds_bucket{process=\"web\",le=\"0.5\"} 1",
            "ostler_process_restart_delay_seconds{process=\"web\"} 2",
            "ostler_probe_results_total{process=\"web\",probe=\"alive\",result=\"timeout\"} 1",
            "ostler_configuration_updates_total{configuration=\"site\",result=\"applied\"} 1");

    metrics.forgetProcess("web");

    assertThat(body(get("/metrics"))).doesNotContain("process=\"web\"");
  }
}
