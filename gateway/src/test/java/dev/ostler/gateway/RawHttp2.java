package dev.ostler.gateway;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of HTTP/2 that says exactly what it is told to, in one stream, and hears the answer. */
final class RawHttp2 implements AutoCloseable {
  /** Flags of a frame. */
  static final int END_STREAM = 1;

  static final int END_HEADERS = 4;

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;

  private final Socket socket;
  private final HpackDecoder decoder = new HpackDecoder();

  /**
   * What came back.
   *
   * @param end {@code ended}, {@code reset 1} with an error code, {@code gone 1} or {@code closed}
   * @param fields of heads and trailers, such as {@code :status: 200}
   */
  record Answer(String end, List<String> fields, String body) {
    String status() {
      return fields.isEmpty() ? "" : fields.getFirst();
    }
  }

  RawHttp2(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Over a connection that is there, and is closed with it. */
  RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    send(Frames.PREFACE);
  }

  /** One byte for each character. */
  void send(String frames) throws IOException {
    socket.getOutputStream().write(frames.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String headers(int flags, String block) {
    return frame(HEADERS, flags, block);
  }

  static String continuation(int flags, String block) {
    return frame(CONTINUATION, flags, block);
  }

  static String data(int flags, String bytes) {
    return frame(DATA, flags, bytes);
  }

  /** Takes the stream back. */
  static String reset(int code) {
    return frame(RST_STREAM, 0, "\0\0\0" + (char) code);
  }

  static String frame(int type, int flags, String payload) {
    int length = payload.length();
    return ""
        + (char) (length >>> 16)
        + (char) ((length >>> 8) & 0xff)
        + (char) (length & 0xff)
        + (char) type
        + (char) flags
        + "\0\0\0\1"
        + payload;
  }

  /** A field with its name, neither indexed nor compressed. */
  static String field(String name, String value) {
    return '\0' + text(name) + text(value);
  }

  private static String text(String text) {
    StringBuilder length = new StringBuilder();
    if (text.length() < 127) {
      length.append((char) text.length());
    } else {
      length.append('\177');
      int rest = text.length() - 127;
      for (; rest > 127; rest >>= 7) {
        length.append((char) (rest % 128 + 128));
      }
      length.append((char) rest);
    }
    return length + text;
  }

  /** A proper head of a request. */
  static String head(String method, String path) {
    return field(":method", method)
        + field(":scheme", "http")
        + field(":path", path)
        + field(":authority", "shop");
  }

  /** What comes back until the stream or the connection ends. */
  Answer answer() throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    return new Answer(hear(fields, body), fields, body.toString());
  }

  /** How the connection ends, or a stream that goes on. */
  String end() throws IOException {
    return hear(new ArrayList<>(), new StringBuilder());
  }

  private String hear(List<String> fields, StringBuilder body) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    try {
      while (true) {
        int lengthAndType = in.readInt();
        int flags = in.read();
        in.readInt(); // there is but one stream
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        int type = lengthAndType & 0xff;
        if (type == RST_STREAM) {
          return "reset " + ByteBuffer.wrap(payload).getInt();
        } else if (type == GOAWAY) {
          return "gone " + ByteBuffer.wrap(payload).getInt(4);
        } else if (type == DATA) {
          body.append(new String(payload, StandardCharsets.ISO_8859_1));
        } else if (type == HEADERS) {
          decode(payload, fields);
        }
        if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
          return "ended";
        }
      }
    } catch (EOFException | SocketException closed) {
      return "closed";
    }
  }

  private void decode(byte[] block, List<String> fields) {
    decoder.setHeaderEmitter((name, value, _) -> fields.add(name + ": " + value));
    try {
      decoder.decode(ByteBuffer.wrap(block), false);
    } catch (HpackException e) {
      throw new AssertionError("the head of the answer is none", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
