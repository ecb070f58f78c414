package dev.ostler.gateway;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/*
 * A client of HTTP/2 may take one request back, and its connection goes on. The server then closes
 * the sink of the answer and tells nobody; but it calls once more whoever waits for room in it, as
 * if there were some. So somebody always waits. Of a client who had let no more of the answer in it
 * does not even close the sink: that is what HeldAnswers does.
 */
/** Notices that the client of HTTP/2 has taken a request back. For its I/O thread. */
final class TakenBack implements WriteReadyHandler {
  private final HttpServerExchange exchange;
  private final StreamSinkConduit sink;
  private final WriteReadyHandler usual;
  private final Runnable gone;

  private TakenBack(HttpServerExchange exchange, ConduitStreamSinkChannel answer, Runnable gone) {
    this.exchange = exchange;
    this.gone = gone;
    sink = answer.getConduit();
    usual = new ChannelListenerHandler<>(answer);
  }

  /** Begins to look, until the exchange ends; to be called before the answer is begun. */
  static void watch(HttpServerExchange exchange, Runnable gone) {
    if (exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
      HeldAnswers.watch(exchange.getConnection());
      ConduitStreamSinkChannel answer = Connectors.getConduitSinkChannel(exchange);
      TakenBack watch = new TakenBack(exchange, answer, gone);
      watch.sink.setWriteReadyHandler(watch);
    }
  }

  @Override
  public void writeReady() {
    if (sink.isWriteShutdown() && !exchange.isResponseComplete()) {
      gone.run();
    }
    usual.writeReady();
  }

  @Override
  public void forceTermination() {
    usual.forceTermination();
  }

  @Override
  public void terminated() {
    usual.terminated();
  }
}
