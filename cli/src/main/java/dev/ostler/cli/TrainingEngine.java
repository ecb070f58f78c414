package dev.ostler.cli;

import dev.ostler.linux.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A container engine with one container, for training: machines that build need have no engine. */
final class TrainingEngine {
  private static final String CONTAINERS =
      """
      [{"Id": "0a", "Names": ["/web"], "Image": "web", "ImageID": "sha256:0b", "State": "running",
        "Status": "Up 2 hours", "Created": 0, "Mounts": [], "Ports": [],
        "Labels": {"dev.ostler.fleet": "train", "dev.ostler.workload": "web",
          "dev.ostler.generation": "1", "dev.ostler.spec": "image=web:latest\\n"},
        "NetworkSettings": {"Networks": {"bridge": {"IPAddress": "10.0.0.2"}}}}]\
      """;

  private TrainingEngine() {}

  static void start(Path socket) {
    // Commands of fleets end by a call of the kernel, and a training run does not.
    boolean _ = Terminal.isOurs();
    try {
      ServerSocketChannel server =
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(socket));
      Thread.ofPlatform().daemon().start(() -> serve(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(ServerSocketChannel server) {
    while (true) {
      try {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().start(() -> answerAll(client));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void answerAll(SocketChannel client) {
    try (client) {
      InputStream in = Channels.newInputStream(client);
      StringBuilder request = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        request.append((char) c);
        if (request.indexOf("\r\n\r\n") >= 0) {
          client.write(
              ByteBuffer.wrap(answer(request.toString()).getBytes(StandardCharsets.UTF_8)));
          request.setLength(0);
        }
      }
    } catch (IOException hungUp) {
      // That is how clients end.
    }
  }

  private static String answer(String request) {
    String path = request.split(" ", 3)[1];
    String body =
        path.endsWith("/_ping")
            ? "OK"
            : path.contains("/containers/json")
                ? CONTAINERS
                : path.endsWith("/0a/json") ? "{}" : "";
    String status = body.isEmpty() ? "404 Not Found" : "200 OK";
    return "HTTP/1.1 "
        + status
        + "\r\nApi-Version: 1.43\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
