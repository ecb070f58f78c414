package dev.ostler.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who visits the gateway of a training run, and then ends it all: an app that rests, as a browser
 * does, and one that works, of which this is the web server, too.
 */
final class TrainingVisitor {
  private static final String RESTING = "resting";
  private static final String WORKING = "working";
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private TrainingVisitor() {}

  /**
   * Puts ports where the file says {@code PORT} and {@code UPSTREAM}, and visits the first as soon
   * as it answers.
   */
  static void start(Path file) {
    String port = Integer.toString(freePort());
    String upstream = Integer.toString(serve());
    try {
      String text = Files.readString(file);
      Files.writeString(file, text.replace("PORT", port).replace("UPSTREAM", upstream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          visitAll(Integer.parseInt(port));
          System.exit(0);
        });
  }

  private static int serve() {
    try {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().start(() -> serve(server));
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(ServerSocket server) {
    while (true) {
      try (Socket visitor = server.accept()) {
        int _ = visitor.getInputStream().read(new byte[1024]);
        visitor.getOutputStream().write(bytes(OK + "Content-Length: 5\r\n\r\nhello"));
      } catch (IOException hungUp) {
        // That is how clients end.
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever runs the training ends it if an app never works. */
  private static void visitAll(int port) {
    String _ = visit(port, "GET", RESTING, "");
    while (!visit(port, "GET", WORKING, "").startsWith(OK)) {
      Training.pause();
    }
    String _ = visit(port, "POST", WORKING, "Content-Length: 5\r\n\r\nhello");
  }

  /** As a browser: any other visitor of an app that rests is held until it is awake. */
  private static String visit(int port, String method, String host, String rest) {
    try (Socket socket = connect(port)) {
      socket
          .getOutputStream()
          .write(
              bytes(
                  method
                      + " / HTTP/1.1\r\nHost: "
                      + host
                      + "\r\nConnection: close\r\nAccept: text/html\r\n"
                      + (rest.isEmpty() ? "\r\n" : rest)));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whoever runs the training ends it if nobody ever listens. */
  private static Socket connect(int port) throws IOException {
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException notYet) {
        Training.pause();
      }
    }
  }
}
