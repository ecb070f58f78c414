package dev.ostler.gateway;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An app of HTTP/2 that answers the first request of each connection as it is told, to the byte.
 */
final class RawHttp2App implements AutoCloseable {
  private static final int PREFACE = 24;
  private static final int HEADERS = 1;
  private static final String EMPTY_SETTINGS = "\0\0\0\4\0\0\0\0\0";

  /** How many requests came. */
  final AtomicInteger requests = new AtomicInteger();

  private final RawServer server;
  private volatile String answer = "";

  RawHttp2App() throws IOException {
    server = RawServer.open(this::serve);
  }

  /** Frames of stream 1. */
  void answerWith(String frames) {
    answer = frames;
  }

  InetSocketAddress address() {
    return server.address();
  }

  private void serve(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readNBytes(PREFACE);
    send(socket, EMPTY_SETTINGS);
    try {
      while (true) {
        int lengthAndType = in.readInt();
        in.read();
        in.readInt();
        in.readNBytes(lengthAndType >>> 8);
        if ((lengthAndType & 0xff) == HEADERS) {
          requests.incrementAndGet();
          send(socket, answer);
        }
      }
    } catch (EOFException gone) {
      // the gateway hung up
    }
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
