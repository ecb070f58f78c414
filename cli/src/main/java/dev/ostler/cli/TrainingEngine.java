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

/**
 * A container engine with a container, the one before it, and a stranger, for training: machines
 * that build need have no engine.
 */
final class TrainingEngine {
  private static final String CONTAINERS =
      """
      [{"Id": "0a", "Names": ["/web"], "Image": "web", "ImageID": "sha256:0b", "State": "running",
        "Status": "Up 2 hours", "Created": 0, "Mounts": [], "Ports": [],
        "Labels": {"dev.ostler.fleet": "train", "dev.ostler.workload": "web",
          "dev.ostler.generation": "1", "dev.ostler.spec": "image=web:latest\\n"},
        "NetworkSettings": {"Networks": {"bridge": {"IPAddress": "10.0.0.2"}}}},
       {"Id": "0c", "Names": ["/web.ostler-0"], "Image": "web", "ImageID": "sha256:0b",
        "State": "exited", "Status": "Exited (0) 2 hours ago", "Created": 0, "Mounts": [],
        "Ports": [], "Labels": {"dev.ostler.fleet": "train", "dev.ostler.workload": "web",
          "dev.ostler.generation": "0", "dev.ostler.spec": "image=web:latest\\n"},
        "NetworkSettings": {"Networks": {}}},
       {"Id": "0d", "Names": ["/stranger"], "Image": "web", "ImageID": "sha256:0b",
        "State": "running", "Status": "Up 2 hours", "Created": 0, "Mounts": [], "Ports": [],
        "Labels": {}, "NetworkSettings": {"Networks": {}}}]\
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
    if (body.equals(CONTAINERS)) {
      return head("200 OK", "Transfer-Encoding: chunked") + chunk(body) + chunk("");
    }
    return head(body.isEmpty() ? "404 Not Found" : "200 OK", "Content-Length: " + body.length())
        + body;
  }

  private static String head(String status, String framing) {
    return "HTTP/1.1 "
        + status
        + "\r\nApi-Version: 1.43\r\nContent-Type: application/json\r\n"
        + framing
        + "\r\n\r\n";
  }

  /** As engines answer once they have more to say than fits into one buffer of theirs. */
  private static String chunk(String body) {
    return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
  }
}
