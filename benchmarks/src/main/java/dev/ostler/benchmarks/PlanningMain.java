package dev.ostler.benchmarks;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The least input and output that a plan has: reads a file, asks the engine at a socket once for
 * its containers, and takes the answer as it is. Nothing is understood of either.
 */
final class PlanningMain {
  private static final String QUESTION =
      "GET /v1.41/containers/json?all=1 HTTP/1.1\r\nHost: engine\r\n\r\n";

  private PlanningMain() {}

  public static void main(String[] arguments) throws IOException {
    byte[] file = Files.readAllBytes(Path.of(arguments[0]));
    ByteBuffer answer = ByteBuffer.allocate(1 << 20);
    try (SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(arguments[1]))) {
      engine.write(ByteBuffer.wrap(QUESTION.getBytes(StandardCharsets.US_ASCII)));
      do {
        if (engine.read(answer) < 0) {
          throw new IOException("the engine has not answered");
        }
      } while (!isWhole(answer));
    }
    if (file.length == 0) {
      throw new IOException("the file is empty");
    }
  }

  /** A list ends by a bracket, and perhaps by what chunks end with. */
  private static boolean isWhole(ByteBuffer answer) {
    int last = answer.position() - 1;
    while (answer.get(last) == '\n' || answer.get(last) == '\r' || answer.get(last) == '0') {
      last--;
    }
    return answer.get(last) == ']';
  }
}
