package dev.ostler.cli;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An answer of a web server that does not end by itself. */
final class LongAnswer implements AutoCloseable {
  private final Socket socket = new Socket();

  private LongAnswer() {}

  /** Asks for it, and waits for its beginning; the caller closes it. */
  static LongAnswer of(InetSocketAddress server, String path) throws IOException {
    LongAnswer answer = new LongAnswer();
    answer.socket.setSoTimeout((int) Eventually.LONG.toMillis());
    answer.socket.connect(server);
    String request = "GET " + path + " HTTP/1.0\r\n\r\n";
    answer.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    if (!answer.goesOn()) {
      throw new IOException("no answer began");
    }
    return answer;
  }

  /** Whether more comes than has come until now. */
  boolean goesOn() throws IOException {
    InputStream input = socket.getInputStream();
    input.skipNBytes(input.available());
    return input.read() >= 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
