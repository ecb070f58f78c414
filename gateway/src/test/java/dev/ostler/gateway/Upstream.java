package dev.ostler.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real server: it answers with the body that it gets, or with its name and the URI. */
final class Upstream implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<Headers> heads = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Upstream(String name) throws IOException {
    this(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  Upstream(String name, InetSocketAddress where) throws IOException {
    server = HttpServer.create(where, 4096);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          heads.add(exchange.getRequestHeaders());
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] own = (name + " " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
          byte[] answer = body.length > 0 ? body : own;
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
