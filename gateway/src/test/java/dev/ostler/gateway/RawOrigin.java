package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that keeps every byte that it gets. It believes each head as a naive parser does, and
 * answers once for each.
 */
final class RawOrigin implements AutoCloseable {
  private static final String END = "\r\n\r\n";
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  final List<ByteArrayOutputStream> connections = new CopyOnWriteArrayList<>();

  /** Those that came whole, over all connections. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** How many connections have. */
  final AtomicInteger ended = new AtomicInteger();

  private final ServerSocket server;
  private final AtomicBoolean hangsUp = new AtomicBoolean();
  private volatile String answer = ANSWER;

  RawOrigin() throws IOException {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  void answerWith(String wanted) {
    answer = wanted;
  }

  /** Ends the connection of the first request instead of an answer. */
  void hangUpFirst() {
    hangsUp.set(true);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Everything that came, over all connections. */
  String received() {
    StringBuilder all = new StringBuilder();
    connections.forEach(bytes -> all.append(bytes.toString(StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        connections.add(bytes);
        Thread.ofVirtual().start(() -> serve(socket, bytes));
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private void serve(Socket socket, ByteArrayOutputStream bytes) {
    try (socket) {
      InputStream in = socket.getInputStream();
      int from = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes.write(next);
        String got = bytes.toString(StandardCharsets.ISO_8859_1).substring(from);
        if (end(got) >= 0) {
          from += got.length();
          requests.add(got);
          if (hangsUp.getAndSet(false)) {
            return;
          }
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException gone) {
      // the gateway is
    } finally {
      ended.incrementAndGet();
    }
  }

  /** Every head that came, over all connections, of requests that did not come whole, too. */
  List<String> heads() {
    List<String> heads = new ArrayList<>();
    for (ByteArrayOutputStream bytes : connections) {
      String rest = bytes.toString(StandardCharsets.ISO_8859_1);
      for (int head = rest.indexOf(END); head >= 0; head = rest.indexOf(END)) {
        heads.add(rest.substring(0, head));
        int end = end(rest);
        rest = end < 0 ? "" : rest.substring(end);
      }
    }
    return heads;
  }

  /** Where the first request ends; negative if it is not whole. */
  private static int end(String text) {
    int end = text.indexOf(END);
    if (end < 0) {
      return -1;
    }
    String head = text.substring(0, end).toLowerCase(Locale.ROOT);
    int body = end + END.length();
    if (head.contains("\r\ntransfer-encoding:")) {
      return endOfChunks(text, body);
    }
    int length = head.indexOf("\r\ncontent-length:");
    if (length >= 0) {
      body += Integer.parseInt(head.substring(length + 17).lines().findFirst().orElse("").strip());
    }
    return body <= text.length() ? body : -1;
  }

  private static int endOfChunks(String text, int from) {
    int at = from;
    while (at <= text.length()) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        return -1;
      }
      int size = Integer.parseInt(text.substring(at, line), 16);
      if (size == 0) {
        int end = text.indexOf(END, line);
        return end < 0 ? -1 : end + END.length();
      }
      at = line + 2 + size + 2;
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
