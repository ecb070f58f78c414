package dev.ostler.gateway;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.time.Duration;

/** Lets requests in until it is shut, and knows when the last one has its answer. */
final class FrontDoor implements HttpHandler {
  private final GracefulShutdownHandler counting;
  private volatile boolean shut;

  FrontDoor(HttpHandler front) {
    counting = new GracefulShutdownHandler(front);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    exchange.addDefaultResponseListener(this::explain);
    counting.handleRequest(exchange);
  }

  /** Server and proxy end an exchange that failed with a bare status. */
  private boolean explain(HttpServerExchange exchange) {
    int status = exchange.getStatusCode();
    if ((status != StatusCodes.SERVICE_UNAVAILABLE && status != StatusCodes.INTERNAL_SERVER_ERROR)
        || exchange.isResponseStarted()
        || exchange.getResponseHeaders().contains(Headers.CONTENT_TYPE)) {
      return false;
    }
    if (shut && status == StatusCodes.SERVICE_UNAVAILABLE) {
      exchange.setPersistent(false);
      Problems.send(exchange, StatusCodes.SERVICE_UNAVAILABLE, "the gateway ends; come again");
    } else {
      Problems.send(exchange, StatusCodes.BAD_GATEWAY, "the app hung up without an answer");
    }
    return true;
  }

  boolean isShut() {
    return shut;
  }

  /** Refuses who comes from now on; who is in is served. */
  void shut() {
    shut = true;
    counting.shutdown();
  }

  /** Waits until nobody is in any more, after {@link #shut}; returns whether that is so in time. */
  boolean awaitEmpty(Duration within) throws InterruptedException {
    return counting.awaitShutdown(within.toMillis());
  }
}
