package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Looks at the trailers of a request as soon as its body has ended. */
final class TrailerFilter extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final HttpServerExchange exchange;

  TrailerFilter(StreamSourceConduit next, HttpServerExchange exchange) {
    super(next);
    this.exchange = exchange;
  }

  /** Has it look; to be called before the body is read. */
  static void install(HttpServerExchange exchange) {
    if (!exchange.isRequestComplete()) {
      exchange.addRequestWrapper((factory, owner) -> new TrailerFilter(factory.create(), owner));
    }
  }

  private long looked(long read) {
    if (read < 0) {
      HeaderMap trailers = exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS);
      if (trailers != null) {
        Hygiene.cleanTrailers(trailers);
      }
    }
    return read;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return (int) looked(next.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return looked(next.read(into, offset, length));
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return looked(next.transferTo(position, count, target));
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    return looked(next.transferTo(count, throughBuffer, target));
  }
}
