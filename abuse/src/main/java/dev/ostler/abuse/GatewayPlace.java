package dev.ostler.abuse;

import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.Relay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An app, the files of its supervisor and of its gateway, and the link between the two. */
final class GatewayPlace implements AutoCloseable {
  /** What the app sends every 50 ms to who asks for lines. */
  static final String LINE = "line\n";

  private static final String SERVER =
      """
      import http.server, socketserver, time
      class App(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        def do_GET(self):
          count = 0 if self.path == '/ready' else int(self.path[1:])
          self.begin(5 * count)
          for _ in range(count):
            self.wfile.write(b'line\\n')
            time.sleep(0.05)
        def do_POST(self):
          body = self.rfile.read(int(self.headers['Content-Length']))
          self.begin(len(body))
          self.wfile.write(body)
        def begin(self, length):
          self.send_response(200)
          self.send_header('Content-Length', str(length))
          self.end_headers()
        def log_message(self, *arguments): pass
      class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        request_queue_size = 1024
        daemon_threads = True
        def handle_error(self, request, address): pass
      Server(('127.0.0.1', PORT), App).serve_forever()
      """;

  private static final String RUN =
      """
      processes:
        web:
          command:
            - sh
            - -c
            - |
              exec 9>FOLDER/web.lock
              flock -n 9 || echo web >>FOLDER/overlaps
              exec python3 FOLDER/server.py
          restart: {when: always, first: 50ms, limit: 500ms}
          stop: {within: 2s}
      control: {socket: FOLDER/control.sock}
      """;

  private static final String GATEWAY =
      """
      listen: 127.0.0.1:PORT
      admin: {listen: 127.0.0.1:ADMIN, token: abuse}
      apps:
        shop:
          hosts: '*'
          process: {socket: FOLDER/control.sock, processes: web, upstream: 127.0.0.1:RELAY}
          ready: {http: /ready}
          idle: {after: AFTER, awake: 0s}
          wake: {attempts: 1000}
      """;

  private final Scratch scratch = new Scratch(Level.GATEWAY);
  private final int port = Scratch.freePort();
  private final int admin = Scratch.freePort();
  private final Relay relay;

  GatewayPlace() throws IOException {
    int app = Scratch.freePort();
    relay = Relay.to(app);
    Files.writeString(path("server.py"), SERVER.replace("PORT", Integer.toString(app)));
    Files.writeString(path("run.yaml"), RUN.replace("FOLDER", scratch.folder().toString()));
    writeFile(good(300));
  }

  /** The gateway's file, with so much time without use. */
  String good(int restMillis) {
    return GATEWAY
        .replace("FOLDER", scratch.folder().toString())
        .replace("PORT", Integer.toString(port))
        .replace("ADMIN", Integer.toString(admin))
        .replace("RELAY", Integer.toString(relay.port()))
        .replace("AFTER", restMillis + "ms");
  }

  void writeFile(String text) throws IOException {
    scratch.offer("gateway.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  Path path(String name) {
    return scratch.path(name);
  }

  Path folder() {
    return scratch.folder();
  }

  /** Where visitors come in. */
  int port() {
    return port;
  }

  /** The link between gateway and app. */
  Relay relay() {
    return relay;
  }

  ControlClient client() {
    return ControlClient.at(path("control.sock")).withPatience(Duration.ofSeconds(5));
  }

  /** What the gateway says of the app, for people. */
  String explained() {
    OstlerCommand explain =
        OstlerCommand.of("explain", "shop", "--gateway=127.0.0.1:" + admin)
            .with("OSTLER_GATEWAY_TOKEN", "abuse");
    OstlerCommand.Result result = explain.run();
    return (result.output() + result.errors()).replace("\n", " / ");
  }

  boolean isResting() throws ControlException {
    return client().status(List.of("web")).processes().getFirst().life().phase()
        == ProcessPhase.DOWN;
  }

  @Override
  public void close() {
    relay.close();
    scratch.close();
  }
}
