package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Gives the proxy a connection to an app once that is awake. */
final class HoldingProxyClient implements ProxyClient {
  private static final ProxyTarget TARGET = new ProxyTarget() {};

  @Override
  public ProxyTarget findTarget(HttpServerExchange exchange) {
    return TARGET;
  }

  @Override
  public void getConnection(
      ProxyTarget target,
      HttpServerExchange exchange,
      ProxyCallback<ProxyConnection> callback,
      long timeout,
      TimeUnit unit) {
    Objects.requireNonNull(exchange.getAttachment(Passage.KEY)).connect(callback);
  }
}
