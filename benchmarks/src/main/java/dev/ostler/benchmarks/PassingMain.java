package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The least input and output that a gateway has until its first answer: listens at a port, passes
 * the bytes of a request on to an app, and the bytes of the answer back. One visitor at a time, and
 * nothing is understood of what they say.
 */
final class PassingMain {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private PassingMain() {}

  /** With a third argument it is its own visitor, once. */
  public static void main(String[] arguments) throws IOException {
    int app = Integer.parseInt(arguments[1]);
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), 50, here)) {
      boolean once = arguments.length > 2;
      try (Socket self = once ? new Socket(here, server.getLocalPort()) : new Socket()) {
        if (once) {
          self.getOutputStream().write(REQUEST);
        }
        do {
          pass(server, app);
        } while (!once);
      }
    }
  }

  private static void pass(ServerSocket server, int port) throws IOException {
    try (Socket visitor = server.accept();
        Socket app = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] bytes = new byte[8192];
      InputStream question = visitor.getInputStream();
      int length = question.read(bytes);
      if (length < 0) {
        return;
      }
      app.getOutputStream().write(bytes, 0, length);
      length = app.getInputStream().read(bytes);
      visitor.getOutputStream().write(bytes, 0, length);
    }
  }
}
