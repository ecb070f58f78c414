package dev.ostler.gateway;

import io.undertow.server.ConduitWrapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ConduitFactory;
import io.undertow.util.Protocols;
import java.io.IOException;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Has the head of an answer go out though nothing of its body is there yet: who opened a stream of
 * events is to know that it is open.
 */
final class EarlyHead implements ConduitWrapper<StreamSinkConduit> {
  @Override
  public StreamSinkConduit wrap(
      ConduitFactory<StreamSinkConduit> factory, HttpServerExchange exchange) {
    StreamSinkConduit conduit = factory.create();
    exchange.getIoThread().execute(() -> flush(exchange, conduit));
    return exchange.getProtocol().equals(Protocols.HTTP_2_0) ? new PromptSink(conduit) : conduit;
  }

  private static void flush(HttpServerExchange exchange, StreamSinkConduit conduit) {
    if (exchange.isResponseComplete() || exchange.getResponseBytesSent() > 0) {
      return;
    }
    try {
      conduit.flush();
    } catch (IOException gone) {
      ConnectionEnds.hangUp(exchange);
    }
  }
}
