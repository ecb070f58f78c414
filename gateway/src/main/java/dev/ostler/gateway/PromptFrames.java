package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Has each part of an answer go out as it comes. HTTP/2 would keep it until a frame is full, and
 * neither a stream of events nor a call of gRPC would be heard of before its end.
 */
final class PromptFrames extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private PromptFrames(StreamSinkConduit next) {
    super(next);
  }

  /** Has it be so, if the client speaks HTTP/2. */
  static void install(HttpServerExchange exchange) {
    if (exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
      exchange.addResponseWrapper((factory, _) -> new PromptFrames(factory.create()));
    }
  }

  private long sent(long written) throws IOException {
    if (written > 0) {
      // What it does not take at once it sends by itself.
      boolean _ = next.flush();
    }
    return written;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return (int) sent(next.write(from));
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return sent(next.write(from, offset, length));
  }

  @Override
  public long transferFrom(FileChannel from, long position, long count) throws IOException {
    return sent(next.transferFrom(from, position, count));
  }

  @Override
  public long transferFrom(StreamSourceChannel from, long count, ByteBuffer throughBuffer)
      throws IOException {
    return sent(next.transferFrom(from, count, throughBuffer));
  }
}
