package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** A server that hangs up on connections at any moment, in either way. */
final class RudeApp implements AutoCloseable {
  private static final String WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private static final String UPGRADED =
      "HTTP/1.1 101 OK\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhi";

  /** What it says before it hangs up; the rest of the time it has said all and goes on. */
  private static final List<String> PARTS =
      List.of(
          "",
          "HTTP/1.1 200 OK\r\nContent-Le",
          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
          WHOLE);

  private final RawServer server;

  RudeApp() throws IOException {
    server = RawServer.open(socket -> serve(socket, ThreadLocalRandom.current()));
  }

  InetSocketAddress address() {
    return server.address();
  }

  private static void serve(Socket socket, RandomGenerator random) throws IOException {
    socket.setSoLinger(random.nextBoolean(), 0);
    if (random.nextInt(8) == 0) {
      return;
    }
    String head = RawServer.head(socket);
    while (!head.isEmpty() && random.nextInt(3) != 0) {
      say(socket, head.contains("Upgrade: websocket") ? UPGRADED : WHOLE);
      head = RawServer.head(socket);
    }
    say(socket, PARTS.get(random.nextInt(PARTS.size())));
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
