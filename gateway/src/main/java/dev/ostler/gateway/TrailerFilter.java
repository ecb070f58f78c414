package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
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
    } else if (exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
      // Those of a request that was upgraded are there already.
      exchange.removeAttachment(HttpAttachments.REQUEST_TRAILERS);
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
      breakOff();
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
        requireProper(trailers);
        Hygiene.cleanTrailers(trailers);
      }
    }
    return read;
  }

  private void breakOff() {
    Passage passage = exchange.getAttachment(Passage.KEY);
    if (passage != null) {
      passage.breakOff();
    }
  }

  /**
   * What came of a head after its request had begun, the server takes for trailers, too. Whoever
   * reads again hears the same: it is no end of the body.
   */
  @SuppressWarnings("ReferenceEquality") // that very map
  private void requireProper(HeaderMap trailers) throws IOException {
    if (trailers != exchange.getRequestHeaders() && Fields.areProper(trailers)) {
      return;
    }
    if (!isGivenUp) {
      isGivenUp = true;
      breakOff();
      Problems.sendAndHangUp(
          exchange,
          StatusCodes.BAD_REQUEST,
          "cannot take trailers with characters that end them in HTTP/1.1");
    }
    throw new IOException("the trailers are malformed");
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
