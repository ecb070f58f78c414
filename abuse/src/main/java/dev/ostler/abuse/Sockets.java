package dev.ostler.abuse;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections of those who do not keep to any protocol. Nothing here waits for long. */
final class Sockets {
  private static final Duration LONGEST = Duration.ofMillis(300);

  private Sockets() {}

  /**
   * Sends, maybe listens a little, and hangs up. What becomes of it is no concern of the sender.
   */
  static void shout(SocketAddress where, byte[] what, boolean listen) throws InterruptedException {
    try (SocketChannel channel = connect(where)) {
      channel.configureBlocking(false);
      ByteBuffer out = ByteBuffer.wrap(what);
      ByteBuffer in = ByteBuffer.allocate(4096);
      long end = System.nanoTime() + LONGEST.toNanos();
      while ((out.hasRemaining() || listen) && System.nanoTime() < end) {
        channel.write(out);
        if (channel.read(in.clear()) < 0) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (IOException refused) {
      // That is an answer, too.
    }
  }

  /** Opens as many as are taken, up to a number; the caller closes them. */
  static List<SocketChannel> crowd(SocketAddress where, int most, byte[] what) {
    List<SocketChannel> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < most; i++) {
        SocketChannel channel = connect(where);
        crowd.add(channel);
        channel.configureBlocking(false);
        int _ = channel.write(ByteBuffer.wrap(what));
      }
    } catch (IOException noMore) {
      return crowd;
    }
    return crowd;
  }

  static void close(List<SocketChannel> crowd) throws IOException {
    for (SocketChannel channel : crowd) {
      channel.close();
    }
  }

  /** Not even for a place in the queue of a listener that stands still. */
  private static SocketChannel connect(SocketAddress where) throws IOException {
    if (where instanceof UnixDomainSocketAddress) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.configureBlocking(false);
      if (!channel.connect(where)) {
        channel.close();
        throw new IOException("nobody takes connections at " + where);
      }
      return channel;
    }
    SocketChannel channel = SocketChannel.open();
    channel.socket().connect(where, (int) LONGEST.toMillis());
    return channel;
  }
}
