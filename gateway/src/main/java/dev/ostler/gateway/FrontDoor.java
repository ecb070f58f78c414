package dev.ostler.gateway;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Lets requests in until it is shut, and knows when the last one has its answer. */
final class FrontDoor implements HttpHandler {
  private final HttpHandler front;
  private final AtomicLong inside = new AtomicLong();
  private final Object left = new Object();
  private volatile boolean shut;

  FrontDoor(HttpHandler front) {
    this.front = front;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    exchange.addDefaultResponseListener(this::explain);
    inside
        .incrementAndGet(); // before it is seen whether it is shut: who shuts it counts after that
    Presence presence = new Presence();
    if (shut) {
      presence.end();
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
      exchange.endExchange();
    } else {
      exchange.addExchangeCompleteListener((ended, next) -> {
        try {
          presence.answered(ended);
        } finally {
          next.proceed();
        }
      });
      Guest.of(exchange).whenGone(presence::end);
      front.handleRequest(exchange);
    }
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
      // Not at once: the proxy's client, which is telling of it, tells again of a request that it
      // still knows when its connection is closed as the exchange ends, and the client would be
      // hung up on.
      exchange.getIoThread().execute(() -> sayFailed(exchange));
    }
    return true;
  }

  private static void sayFailed(HttpServerExchange exchange) {
    if (exchange.isComplete()) {
      return;
    }
    if (exchange.getAttachment(Passage.KEY) != null) {
      Problems.send(exchange, StatusCodes.BAD_GATEWAY, "the app hung up without an answer");
    } else {
      Problems.send(exchange, exchange.getStatusCode(), "internal error: see the gateway's log");
    }
  }

  boolean isShut() {
    return shut;
  }

  /** Refuses who comes from now on; who is in is served. */
  void shut() {
    shut = true;
  }

  /** Waits until nobody is in any more, after {@link #shut}; returns whether that is so in time. */
  boolean awaitEmpty(Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    synchronized (left) {
      while (inside.get() > 0) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        left.wait(millis);
      }
      return true;
    }
  }

  /** That of one request; it ends with its answer, or when its client goes without it. */
  private final class Presence {
    private final AtomicBoolean over = new AtomicBoolean();

    void end() {
      if (over.compareAndSet(false, true) && inside.decrementAndGet() == 0 && shut) {
        synchronized (left) {
          left.notifyAll();
        }
      }
    }

    /** A websocket is served until its connection ends. */
    void answered(HttpServerExchange exchange) {
      if (exchange.isUpgrade() && exchange.getStatusCode() == StatusCodes.SWITCHING_PROTOCOLS) {
        exchange.getConnection().addCloseListener(_ -> end());
        if (exchange.getConnection().isOpen()) {
          return;
        }
      }
      end();
    }
  }
}
