package dev.ostler.gateway;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.ConduitFactory;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/*
 * Of a connection that is closed after the answer the server says no length and sends no chunks: an
 * answer that its app has cut off would look whole. Chunks have an end. A client of HTTP/1.0 knows
 * none, but can tell a connection that was reset from one that was closed.
 */
/** Has clients of HTTP/1 tell an answer of unknown length that is whole from one that is not. */
final class AnswerEnd extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private final StreamConnection connection;

  private AnswerEnd(StreamSinkConduit next, StreamConnection connection) {
    super(next);
    this.connection = connection;
  }

  /** Wraps what an answer is written to. */
  static StreamSinkConduit wrap(
      ConduitFactory<StreamSinkConduit> factory, HttpServerExchange exchange) {
    if (!(exchange.getConnection() instanceof HttpServerConnection connection)
        || !isOfUnknownLength(exchange)) {
      return factory.create();
    }
    HeaderMap head = exchange.getResponseHeaders();
    if (exchange.isHttp11()) {
      if (!head.contains(Headers.TRANSFER_ENCODING)) {
        head.put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
      }
      return factory.create();
    }
    head.remove(Headers.TRANSFER_ENCODING);
    resetWhenClosed(connection.getChannel(), true);
    return new AnswerEnd(factory.create(), connection.getChannel());
  }

  private static boolean isOfUnknownLength(HttpServerExchange exchange) {
    return !exchange.isUpgrade()
        && !exchange.getRequestMethod().equals(Methods.HEAD)
        && Connectors.isEntityBodyAllowed(exchange)
        && (exchange.getResponseHeaders().contains(Headers.TRANSFER_ENCODING)
            || !exchange.getResponseHeaders().contains(Headers.CONTENT_LENGTH));
  }

  private static void resetWhenClosed(StreamConnection connection, boolean isReset) {
    try {
      connection.setOption(Options.CLOSE_ABORT, isReset);
    } catch (IOException gone) {
      // there is nobody to tell
    }
  }

  @Override
  public void terminateWrites() throws IOException {
    next.terminateWrites();
    resetWhenClosed(connection, false);
  }
}
