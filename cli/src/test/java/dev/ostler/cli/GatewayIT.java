package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway before a server that a real ostler run looks after. */
@Needs(RealPart.PYTHON)
@SuppressWarnings("NullAway.Init")
class GatewayIT {
  private static final int TERM = 15;
  private static final int CONT = 18;
  private static final int KILL = 9;
  private static final int STOP = 19;

  static final String SERVER =
      """
      import http.server, socketserver
      class Echo(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        def do_GET(self): self.answer(self.path.encode())
        def do_POST(self): self.answer(self.rfile.read(int(self.headers['Content-Length'])))
        def answer(self, body):
          self.send_response(200)
          self.send_header('Content-Length', str(len(body)))
          self.end_headers()
          self.wfile.write(body)
        def log_message(self, *arguments): pass
      class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        request_queue_size = 1024
        daemon_threads = True
      Server(('127.0.0.1', PORT), Echo).serve_forever()
      """;

  @TempDir Path folder;
  private RunFolder run;
  private int port;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void prepare() throws IOException {
    run = new RunFolder(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(run.path("server.py"), run.filled(SERVER));
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
                idle: {after: 2s, awake: 1s}
            """
                .formatted(port)));
  }

  private OstlerProcess gateway() {
    return gateway("--log-format=text");
  }

  private OstlerProcess gateway(String option) {
    OstlerProcess gateway =
        OstlerCommand.of("gateway", option, run.path("gateway.yaml").toString()).in(folder).start();
    gateway.awaitErrors("ostler: listening at ");
    return gateway;
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(60))
        .POST(HttpRequest.BodyPublishers.ofString(path))
        .build();
  }

  private String post(String path) throws Exception {
    HttpResponse<String> answer = client.send(request(path), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private void awaitPhase(ProcessPhase phase) {
    Eventually.await("web is " + phase, () -> run.process("web").life().phase() == phase);
  }

  @Test
  void appRestsWhenNobodyUsesItAndIsWokenByTheNextRequest() throws Exception {
    try (OstlerProcess supervisor = run.start()) {
      run.awaitReady("web");
      try (OstlerProcess gateway = gateway()) {
        awaitPhase(ProcessPhase.DOWN);

        assertThat(post("/hello")).isEqualTo("200 /hello");
        awaitPhase(ProcessPhase.DOWN);
        assertThat(
                IntStream.range(0, 200)
                    .mapToObj(i ->
                        client.sendAsync(request("/" + i), HttpResponse.BodyHandlers.ofString()))
                    .toList()
                    .stream()
                    .map(answer -> answer.join().statusCode()))
            .hasSize(200)
            .containsOnly(200);
        assertThat(gateway.errors().lines().filter("ostler: shop: waking for a visitor"::equals))
            .hasSize(2);
        gateway.signal(TERM);
        assertThat(gateway.awaitExit()).isZero();
      }
      assertThat(supervisor.isAlive()).isTrue();
    }
  }

  @Test
  void dryRunSaysWhatWouldRestAndWakeAndLeavesItRunning() throws Exception {
    try (OstlerProcess supervisor = run.start()) {
      run.awaitReady("web");
      int pid = run.process("web").life().pid().orElseThrow();
      try (OstlerProcess gateway = gateway("--dry-run")) {
        gateway.awaitErrors("ostler: shop: would be put to rest: nobody uses it");
        assertThat(post("/hello")).isEqualTo("200 /hello");
        gateway.awaitErrors("ostler: shop: would be woken for a visitor");
      }
      assertThat(run.process("web").life().pid()).hasValue(pid);
      assertThat(supervisor.isAlive()).isTrue();
    }
  }

  @Test
  void gatewayThatIsKilledInMidWakeTakesTheAppOverWhenItIsBack() throws Exception {
    int admin;
    try (ServerSocket free = new ServerSocket(0)) {
      admin = free.getLocalPort();
    }
    Path file = run.path("gateway.yaml");
    Files.writeString(
        file,
        Files.readString(file) + "admin: {listen: '127.0.0.1:" + admin + "', token: secret}\n");
    try (OstlerProcess supervisor = run.start()) {
      run.awaitReady("web");
      try (OstlerProcess first = gateway()) {
        awaitPhase(ProcessPhase.DOWN);
        Eventually.await(
            "the gateway knows that it rests",
            () ->
                command(0, "explain", "shop", "--gateway=127.0.0.1:" + admin)
                    .startsWith("shop rests\n"));
        // While it stands still, the app cannot be awake before the gateway is killed.
        supervisor.signal(STOP);
        var lost = client.sendAsync(request("/lost"), HttpResponse.BodyHandlers.ofString());
        first.awaitErrors("ostler: shop: waking for a visitor\n");
        first.signal(KILL);
        assertThat(first.awaitExit()).isEqualTo(128 + KILL);
        assertThat(lost.handle((answer, failure) -> failure != null).join()).isTrue();
        supervisor.signal(CONT);
      }
      try (OstlerProcess second = gateway()) {
        assertThat(post("/again")).isEqualTo("200 /again");
        awaitPhase(ProcessPhase.DOWN);
        assertThat(second.isAlive()).isTrue();
      }
      assertThat(supervisor.isAlive()).isTrue();
    }
  }

  @Test
  void changedFileCountsWithoutARestartAndABrokenOneDoesNot() throws Exception {
    try (OstlerProcess supervisor = run.start()) {
      run.awaitReady("web");
      try (OstlerProcess gateway = gateway()) {
        String file = Files.readString(run.path("gateway.yaml"));
        run.offer("gateway.yaml", file + "    nonsense: 1\n");
        gateway.awaitErrors("ostler: stays as it was: ");
        assertThat(post("/still")).isEqualTo("200 /still");
        run.offer("gateway.yaml", file.replace("'*'", "shop.example.org"));
        gateway.awaitErrors("ostler: reloaded ");

        assertThat(post("/gone")).startsWith("404 ");
      }
      assertThat(supervisor.isAlive()).isTrue();
    }
  }

  private String command(int status, String... words) {
    OstlerCommand command = OstlerCommand.of(words).with("OSTLER_GATEWAY_TOKEN", "secret");
    try (OstlerProcess process = command.in(folder).start()) {
      assertThat(process.awaitExit()).as(process.errors()).isEqualTo(status);
      return process.output() + process.errors();
    }
  }

  @Test
  void peopleSeeWakeRestAndAreToldWhy() throws Exception {
    int admin;
    try (ServerSocket free = new ServerSocket(0)) {
      admin = free.getLocalPort();
    }
    String address = "--gateway=127.0.0.1:" + admin;
    Path file = run.path("gateway.yaml");
    Files.writeString(
        file,
        Files.readString(file).replace("2s, awake: 1s", "1h")
            + "admin: {listen: '127.0.0.1:"
            + admin
            + "', token: secret}\n");
    try (OstlerProcess supervisor = run.start()) {
      run.awaitReady("web");
      try (OstlerProcess gateway = gateway()) {
        gateway.awaitErrors("ostler: shop: ready after ");

        assertThat(command(0, "apps", address)).matches("APP +PHASE .*\nshop +awake +0 +0 +0:00\n");
        assertThat(command(0, "idle", address, "shop")).startsWith("shop ");
        awaitPhase(ProcessPhase.DOWN);
        Eventually.await(
            "it rests",
            () ->
                command(0, "explain", "shop", address)
                    .equals("shop rests\n  the next visitor wakes it\n"));
        command(0, "wake", "shop", "--for", "2h", address);
        gateway.awaitErrors("ostler: shop: waking for a person\n");
        Eventually.await(
            "it is kept awake",
            () -> command(0, "explain", "shop", address).contains("it is kept awake until 2"));
        assertThat(command(0, "apps", "--output=json", address))
            .startsWith("[{\"app\":\"shop\",\"phase\":\"awake\"");
        Path wrong = Files.writeString(run.path("wrong"), "guessed");
        assertThat(command(1, "apps", address, "--token-file=" + wrong))
            .isEqualTo(
                "ostler: cannot list apps: a bearer token is required; give the token of its"
                    + " 'admin' by OSTLER_GATEWAY_TOKEN or --token-file\n");
        assertThat(command(1, "wake", "blog", address))
            .isEqualTo("ostler: cannot wake blog: there is no app 'blog'; known are: shop\n");
      }
      assertThat(supervisor.isAlive()).isTrue();
    }
    assertThat(command(69, "apps", address))
        .isEqualTo(
            "ostler: cannot reach the gateway at 127.0.0.1:"
                + admin
                + ": Connection refused; its 'admin' says where it listens: give that by --gateway"
                + " or OSTLER_GATEWAY\n");
    assertThat(command(69, "apps", "--gateway=gateway.invalid:80"))
        .isEqualTo(
            "ostler: cannot reach the gateway at gateway.invalid:80: its name is not known; its"
                + " 'admin' says where it listens: give that by --gateway or OSTLER_GATEWAY\n");
    assertThat(command(1, "apps", address, "--token-file=/nowhere"))
        .isEqualTo("ostler: cannot use /nowhere: it is not there\n");
    assertThat(command(64, "idle")).isEqualTo("ostler: one app is required: ostler idle APP\n");
  }
}
