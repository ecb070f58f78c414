package dev.ostler.gateway;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers of the gateway's own that tell of a failure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
final class Problems {
  static final int RETRY_AFTER_SECONDS = 5;

  private Problems() {}

  /** The status for a visitor who is turned away. */
  static int status(TurnedAway why) {
    return switch (why.cause()) {
      case FULL, FAILED, ENDING -> StatusCodes.SERVICE_UNAVAILABLE;
      case LATE -> StatusCodes.GATEWAY_TIME_OUT;
    };
  }

  static void turnAway(HttpServerExchange exchange, String app, TurnedAway why) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("app", app);
    more.put("cause", Words.of(why.cause()));
    more.put("stage", why.stage());
    send(exchange, status(why), why.reason(), more);
  }

  static void send(HttpServerExchange exchange, int status, String detail) {
    send(exchange, status, detail, Map.of());
  }

  static void send(
      HttpServerExchange exchange, int status, String detail, Map<String, Object> more) {
    send(exchange, status, detail, more, IoCallback.END_EXCHANGE);
  }

  /** Whoever has not sent all of his request is told why, and hung up on. */
  static void sendAndHangUp(HttpServerExchange exchange, int status, String detail) {
    send(exchange, status, detail, Map.of(), new HangingUp());
  }

  /** Of HTTP/2, it is the stream that is hung up. */
  private static final class HangingUp implements IoCallback {
    private boolean isSent;

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
      if (isSent) {
        end(exchange);
      } else {
        isSent = true;
        sender.close(this);
      }
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException gone) {
      end(exchange);
    }

    private static void end(HttpServerExchange exchange) {
      ConnectionEnds.hangUp(exchange);
      exchange.endExchange();
    }
  }

  private static void send(
      HttpServerExchange exchange,
      int status,
      String detail,
      Map<String, Object> more,
      IoCallback then) {
    if (exchange.isResponseStarted()) {
      return;
    }
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("title", StatusCodes.getReason(status));
    problem.put("status", status);
    problem.put("detail", detail);
    problem.putAll(more);
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    if (status == StatusCodes.SERVICE_UNAVAILABLE || status == StatusCodes.GATEWAY_TIME_OUT) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (!exchange.isRequestComplete()) {
      // What is left of the body is read by nobody.
      exchange.setPersistent(false);
    }
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.endExchange();
    } else {
      String text = JsonText.of(problem);
      exchange.setResponseContentLength(text.getBytes(StandardCharsets.UTF_8).length);
      exchange.getResponseSender().send(text, then);
    }
  }
}
