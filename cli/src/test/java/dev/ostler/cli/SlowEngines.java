package dev.ostler.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Hosts whose engines take their time to refuse; how many of them are asked at once is counted. */
final class SlowEngines implements AutoCloseable {
  private static final long SLOWNESS = 300;
  private static final byte[] REFUSAL =
      "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final List<ServerSocketChannel> servers = new ArrayList<>();
  private int asked;
  private int most;

  private SlowEngines() {}

  /** Begins to listen at sockets of a folder; the caller closes them. */
  static SlowEngines at(Path folder, int number) throws IOException {
    SlowEngines engines = new SlowEngines();
    for (int i = 0; i < number; i++) {
      Path socket = folder.resolve("engine" + i + ".sock");
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      engines.servers.add(server);
      engines.addresses.put("host" + i, "unix://" + socket);
      Thread.ofVirtual().start(() -> engines.serve(server));
    }
    return engines;
  }

  /** Hosts and where their engines are. */
  Map<String, String> addresses() {
    return addresses;
  }

  /** How many were asked at once, at most, since this was asked last. */
  synchronized int most() {
    int seen = most;
    most = 0;
    return seen;
  }

  private void serve(ServerSocketChannel server) {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          begin();
          client.read(ByteBuffer.allocate(8192));
          TimeUnit.MILLISECONDS.sleep(SLOWNESS); // a slow host, not something to wait for
          end();
          client.write(ByteBuffer.wrap(REFUSAL));
        }
      }
    } catch (AsynchronousCloseException closed) {
      // That is how it ends.
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("internal error: nobody hangs up or interrupts", e);
    }
  }

  private synchronized void begin() {
    asked++;
    most = Math.max(most, asked);
  }

  private synchronized void end() {
    asked--;
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel server : servers) {
      server.close();
    }
  }
}
