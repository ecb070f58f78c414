package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.ConduitFactory;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/** Looks at the trailers of an answer before they go out. */
final class AnswerTrailers extends AbstractStreamSinkConduit<StreamSinkConduit> {
  /** What the server can send; it waits for ever with more. */
  static final int MOST = 15_000;

  private final HttpServerExchange exchange;
  private boolean isCutOff;

  private AnswerTrailers(StreamSinkConduit next, HttpServerExchange exchange) {
    super(next);
    this.exchange = exchange;
  }

  /** Wraps what an answer is written to. */
  static StreamSinkConduit wrap(
      ConduitFactory<StreamSinkConduit> factory, HttpServerExchange exchange) {
    return new AnswerTrailers(factory.create(), exchange);
  }

  @Override
  public void terminateWrites() throws IOException {
    HeaderMap trailers = exchange.getAttachment(HttpAttachments.RESPONSE_TRAILERS);
    if (trailers != null) {
      requireProper(trailers);
      Hygiene.cleanTrailers(trailers);
    }
    next.terminateWrites();
  }

  /** An answer that would be another one in HTTP/1.1 is never ended as if it were whole. */
  private void requireProper(HeaderMap trailers) throws IOException {
    boolean isTooLong = length(trailers) > MOST;
    if (Fields.areProper(trailers) && !isTooLong) {
      return;
    }
    Passage passage = exchange.getAttachment(Passage.KEY);
    if (!isCutOff && passage != null) {
      isCutOff = true;
      exchange.getIoThread().execute(passage::cutOff);
    }
    throw new IOException(
        "the trailers of the answer are " + (isTooLong ? "too long" : "malformed"));
  }

  private static int length(HeaderMap trailers) {
    int length = 0;
    for (HeaderValues values : trailers) {
      for (String value : values) {
        length += values.getHeaderName().length() + value.length() + ": \r\n".length();
      }
    }
    return length;
  }
}
