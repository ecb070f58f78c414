package dev.ostler.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many clients at once, each with a connection and a request of its own. For one thread. */
final class Crowd implements AutoCloseable {
  private static final int LONGEST_ANSWER = 1 << 16;
  private static final String GOOD = "HTTP/1.1 200 ";

  private final Selector selector = Selector.open();
  private final List<SocketChannel> clients = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_ANSWER);
  private final String last;
  private final List<Long> good = new ArrayList<>();
  private int bad;

  /**
   * Nobody yet.
   *
   * @param last what the answer that each wants ends with
   */
  private Crowd(String last) throws IOException {
    this.last = last;
  }

  static Crowd of(int size, InetSocketAddress server, String path, String last) throws IOException {
    Crowd crowd = new Crowd(last);
    try {
      for (int i = 0; i < size; i++) {
        crowd.add(server, path);
      }
      return crowd;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  private void add(InetSocketAddress server, String path) throws IOException {
    SocketChannel client = SocketChannel.open(server);
    clients.add(client);
    client.write(ByteBuffer.wrap(HttpConnection.request(path)));
    client.configureBlocking(false);
    client.register(selector, SelectionKey.OP_READ, "");
  }

  /** When each had the answer that it wanted, and how many had another, or none. */
  record Answers(List<Long> nanos, int others) {}

  Answers await(Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    while (good.size() + bad < clients.size()) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        break;
      }
      selector.select(this::read, left);
    }
    return new Answers(good, clients.size() - good.size());
  }

  private void read(SelectionKey key) {
    try {
      int count = ((SocketChannel) key.channel()).read(buffer.clear());
      if (count < 0) {
        throw new IOException("ended");
      }
      String answer =
          key.attachment() + StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
      key.attach(answer);
      if (answer.startsWith(GOOD) && answer.contains(last)) {
        good.add(System.nanoTime());
        key.cancel();
      } else if (answer.length() >= GOOD.length() && !answer.startsWith(GOOD)) {
        bad++;
        key.cancel();
      }
    } catch (IOException gone) {
      bad++;
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (SocketChannel client : clients) {
      client.close();
    }
  }
}
