package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Looks at the trailers of a request as soon as its body has ended. */
final class TrailerFilter extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final HttpServerExchange exchange;
  private boolean isGivenUp;

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

  /** A part of a body. */
  private interface Part {
    long read() throws IOException;
  }

  private long looked(Part part) throws IOException {
    long read;
    try {
      read = part.read();
    } catch (IOException gone) {
      if (!isGivenUp && exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
        // Its connection goes on: nobody else would end it while the app has nothing to say. To end
        // it reads what is left, and comes here again.
        isGivenUp = true;
        exchange.getIoThread().execute(exchange::endExchange);
      }
      throw gone;
    }
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
    return (int) looked(() -> next.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return looked(() -> next.read(into, offset, length));
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return looked(() -> next.transferTo(position, count, target));
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    return looked(() -> next.transferTo(count, throughBuffer, target));
  }
}
