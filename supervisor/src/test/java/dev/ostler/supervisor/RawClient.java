package dev.ostler.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client that says and leaves unsaid whatever a test likes. Its reads block. */
final class RawClient implements AutoCloseable {
  private final SocketChannel channel;

  RawClient(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
  }

  RawClient say(String text) throws IOException {
    return send((text + "\n").getBytes(UTF_8));
  }

  RawClient send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  RawClient sayNoMore() throws IOException {
    channel.shutdownOutput();
    return this;
  }

  /** The next line, or what came before the end. */
  String hear() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (channel.read(one) == 1 && one.get(0) != '\n') {
      line.write(one.get(0));
      one.clear();
    }
    return line.toString(UTF_8);
  }

  /** All that comes until the other side closes. */
  String hearAll() throws IOException {
    return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
