package dev.ostler.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

  private final ServerSocket server;

  RudeApp() throws IOException {
    server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, ThreadLocalRandom.current()));
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private void serve(Socket socket, RandomGenerator random) {
    try (socket) {
      socket.setSoLinger(random.nextBoolean(), 0);
      if (random.nextInt(8) == 0) {
        return;
      }
      String head = head(socket.getInputStream());
      while (!head.isEmpty() && random.nextInt(3) != 0) {
        say(socket, head.contains("Upgrade: websocket") ? UPGRADED : WHOLE);
        head = head(socket.getInputStream());
      }
      say(socket, PARTS.get(random.nextInt(PARTS.size())));
    } catch (IOException gone) {
      // the gateway is
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Of a request, whose body is taken for the beginning of the next; empty at the end. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
