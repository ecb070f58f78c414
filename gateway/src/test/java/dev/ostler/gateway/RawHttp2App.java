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
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int END_STREAM = 1;
  private static final String EMPTY_SETTINGS = "\0\0\0\4\0\0\0\0\0";

  /** How many requests came. */
  final AtomicInteger requests = new AtomicInteger();

  private final RawServer server;
  private volatile String answer = "";
  private volatile String answerToBody = "";
  private volatile int piece = Integer.MAX_VALUE;

  RawHttp2App() throws IOException {
    server = RawServer.open(this::serve);
  }

  /** Frames of stream 1. */
  void answerWith(String frames) {
    answer = frames;
  }

  /** Frames of stream 1 that come when the body of the request has. */
  void answerToBodyWith(String frames) {
    answerToBody = frames;
  }

  /** Sends so many bytes at once. */
  void answerInPiecesOf(int bytes) {
    piece = bytes;
  }

  InetSocketAddress address() {
    return server.address();
  }

  private void serve(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readNBytes(PREFACE);
    send(socket, EMPTY_SETTINGS);
    try {
      while (true) {
        int lengthAndType = in.readInt();
        int flags = in.read();
        in.readInt();
        in.readNBytes(lengthAndType >>> 8);
        if ((lengthAndType & 0xff) == HEADERS) {
          requests.incrementAndGet();
          send(socket, answer);
        } else if ((lengthAndType & 0xff) == DATA && (flags & END_STREAM) != 0) {
          send(socket, answerToBody);
        }
      }
    } catch (EOFException gone) {
      // the gateway hung up
    }
  }

  private void send(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
      socket.getOutputStream().write(bytes, at, Math.min(piece, bytes.length - at));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
