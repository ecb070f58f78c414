package dev.ostler.gateway;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where visitors come in. */
final class Front implements HttpHandler {
  static final AttachmentKey<AppRun> APP = AttachmentKey.create(AppRun.class);

  private static final Duration USUAL_SILENCE = Duration.ofMinutes(1);

  private final Finding apps;
  private final WakePage page;
  private final String prefix;
  private final Supplier<Trust> trust;
  private final Supplier<Duration> silence;
  private final Pools pools = new Pools();
  private final HttpHandler proxy;
  private final EventStream stream = new EventStream();
  private final ServerSentEventHandler events;

  /** Finds the app that answers to a host. */
  @FunctionalInterface
  interface Finding {
    /** Empty if none does; null is no host at all. */
    Optional<AppRun> at(@Nullable String host);
  }

  Front(Finding apps, WakePage page, Supplier<Trust> trust) {
    this(apps, page, trust, () -> USUAL_SILENCE);
  }

  /**
   * A front for some apps.
   *
   * @param silence for how long a client may be silent in the middle of a body
   */
  Front(Finding apps, WakePage page, Supplier<Trust> trust, Supplier<Duration> silence) {
    this.page = page;
    this.trust = trust;
    this.silence = silence;
    this.apps = apps;
    prefix = page.prefix();
    proxy =
        ProxyHandler.builder()
            .setProxyClient(new HoldingProxyClient())
            .setMaxConnectionRetries(Integer.MAX_VALUE) // Passage says when it is enough
            .setIdempotentRequestPredicate(Passage::isRepeatable)
            .setMaxRequestTime(-1)
            .setReuseXForwarded(true) // what is left of it is to be believed
            .build();
    events = Handlers.serverSentEvents(stream);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Optional<Hygiene.Refusal> refusal = Hygiene.refusal(exchange);
    if (refusal.isPresent()) {
      exchange.setPersistent(false);
      Problems.send(exchange, refusal.get().status(), refusal.get().detail());
      return;
    }
    Optional<AppRun> app = app(exchange);
    if (app.isEmpty()) {
      Problems.send(exchange, StatusCodes.NOT_FOUND, "no app answers to this host");
    } else if (exchange.getRequestPath().startsWith(prefix)) {
      own(exchange, app.get(), exchange.getRequestPath().substring(prefix.length()));
    } else {
      visit(exchange, app.get());
    }
  }

  /** The app that a request is for, as the file says now. */
  Optional<AppRun> app(HttpServerExchange exchange) {
    return apps.at(exchange.getHostName());
  }

  Pools pools() {
    return pools;
  }

  /** The gateway's own paths. */
  private void own(HttpServerExchange exchange, AppRun app, String path) throws Exception {
    switch (path) {
      case "events" -> {
        exchange.putAttachment(APP, app);
        Guest _ = Guest.of(exchange);
        endWithHisConnection(exchange);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache, no-transform");
        exchange.getResponseHeaders().put(EventStream.UNBUFFERED, "no");
        events.handleRequest(exchange);
      }
      case "status" -> {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(JsonText.of(ViewJson.ofVisitor(app.view())));
      }
      default -> Problems.send(exchange, StatusCodes.NOT_FOUND, "the gateway has no such page");
    }
  }

  /** Nothing is read while he is told what happens, so nobody would notice that he has gone. */
  private static void endWithHisConnection(HttpServerExchange exchange) {
    Runnable stop = HangUp.watch(exchange, () -> ConnectionEnds.hangUp(exchange));
    exchange.addExchangeCompleteListener((_, next) -> {
      stop.run();
      next.proceed();
    });
  }

  private void visit(HttpServerExchange exchange, AppRun app) throws Exception {
    Visiting kind = Visiting.of(exchange, app.settings());
    if (kind == Visiting.NAVIGATION && !app.isOpen()) {
      app.ask(Trace.of(exchange));
      if (!app.isOpen()) {
        page.send(exchange, app.view());
        return;
      }
    }
    Hygiene.clean(exchange, trust.get().covers(exchange.getSourceAddress().getAddress()));
    Query.restore(exchange);
    TrailerFilter.install(exchange);
    SilentBody.install(exchange, silence.get());
    exchange.addResponseCommitListener(Hygiene::cleanAnswer);
    exchange.addResponseCommitListener(GrpcEnd::putBehind);
    exchange.addResponseWrapper(new EarlyHead());
    exchange.addResponseWrapper(AnswerTrailers::wrap);
    exchange.addResponseWrapper(AnswerEnd::wrap);
    exchange.putAttachment(APP, app);
    exchange.putAttachment(Passage.KEY, new Passage(exchange, this, app, kind != Visiting.LOOK));
    proxy.handleRequest(exchange);
  }

  /** How many follow a wake. */
  int viewers() {
    return stream.count();
  }

  /** Has those who follow a wake do so elsewhere, or here again. */
  void sendViewersAway() {
    events.getConnections().forEach(EventStream::sendAway);
  }
}
