package dev.ostler.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who visits the gateway of a training run, as a browser and as a program, and then ends it all.
 */
final class TrainingVisitor {
  /** A browser's: any other is held until the app is awake. */
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: train\r\nConnection: close\r\nAccept: text/html\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private TrainingVisitor() {}

  /** Puts a free port where the file says {@code PORT}, and visits it as soon as it answers. */
  static void start(Path file) {
    int port = freePort();
    try {
      Files.writeString(file, Files.readString(file).replace("PORT", Integer.toString(port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          visit(port);
          System.exit(0);
        });
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void visit(int port) {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(REQUEST);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
