package dev.ostler.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostler.linux.Poller;
import dev.ostler.linux.ReceivedSignal;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Signals;
import dev.ostler.linux.Startup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The small web server of {@code ostler demo}: serves a folder from memory, reads it again on HUP,
 * ends on TERM and INT. Arguments: folder, port.
 */
public final class DemoServer {
  private final Path folder;
  private volatile Map<String, byte[]> pages = Map.of();
  private boolean ended;

  private DemoServer(Path folder) {
    this.folder = folder;
  }

  /**
   * Serves until it is told to end.
   *
   * @param arguments the folder, and the port on loopback
   * @throws IOException if the folder cannot be read or the port is taken
   */
  public static void main(String[] arguments) throws IOException {
    Startup.blockSignals();
    DemoServer server = new DemoServer(Path.of(arguments[0]));
    server.read();
    server.serve(Integer.parseInt(arguments[1]));
    Startup.exit(0);
  }

  private void serve(int port) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.createContext("/", this::answer);
    http.start();
    Console.result("web server: serving " + pages.size() + " files");
    try (Poller poller = Poller.open();
        Signals signals = Signals.open()) {
      poller.add(signals, () -> obey(signals));
      while (!ended) {
        poller.await();
      }
    }
    http.stop(0);
  }

  private void obey(Signals signals) throws IOException {
    for (ReceivedSignal received : signals.read()) {
      if (received.signal().equals(Signal.HUP)) {
        read();
        Console.result("web server: read " + pages.size() + " files again");
      } else if (received.signal().equals(Signal.TERM) || received.signal().equals(Signal.INT)) {
        ended = true;
      }
    }
  }

  /** Reads all files in one pass over a folder that is resolved once: one generation. */
  private void read() throws IOException {
    Path generation = folder.toRealPath();
    Map<String, byte[]> found = new HashMap<>();
    try (Stream<Path> files = Files.walk(generation)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        found.put("/" + generation.relativize(file), Files.readAllBytes(file));
      }
    }
    pages = found;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] page = pages.get(path.endsWith("/") ? path + "index.html" : path);
    byte[] body = page == null ? "not found\n".getBytes(StandardCharsets.UTF_8) : page;
    String type = path.endsWith("/") || path.endsWith(".html") ? "text/html" : "text/plain";
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
