package dev.ostler.gateway;

import io.undertow.client.ClientConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/*
 * A request that waits is an exchange of which nothing more is read: its body is still with the
 * client and the kernel, and goes to the app once, when there is a connection to it. Connecting may
 * be tried again, for nothing has been sent yet.
 *
 * On a connection that was kept the app may have hung up meanwhile. Only what may be sent twice
 * takes that chance, and is then sent once more, on a connection that nobody has used. The proxy
 * may say twice in a row that one connection has failed: the second attempt begins later, and what
 * is said in between is not heard.
 */
/** One request on its way to an app. Its methods run on the I/O thread of its connection. */
final class Passage implements Visitor {
  static final AttachmentKey<Passage> KEY = AttachmentKey.create(Passage.class);

  /** An app that is awake may refuse connections for a moment, as when its backlog is full. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final long PAUSE_MILLIS = 25;

  private final HttpServerExchange exchange;
  private final Front front;
  private final boolean counts;
  private final boolean isRepeatable;

  private final Stay stay = new Stay();
  private AppRun app;
  private @Nullable ProxyCallback<ProxyConnection> callback;
  private @Nullable ClientConnection used;
  private boolean hasFailed;
  private volatile boolean isGone;
  private Runnable stopWatching = () -> {};
  private boolean isTold;
  private long firstFailure;

  /**
   * A request on its way.
   *
   * @param counts whether it wakes the app and counts as use
   */
  Passage(HttpServerExchange exchange, Front front, AppRun app, boolean counts) {
    this.exchange = exchange;
    this.app = app;
    this.front = front;
    this.counts = counts;
    isRepeatable = mayBeRepeated(exchange);
    exchange.addExchangeCompleteListener((ended, next) -> {
      try {
        ended();
      } finally {
        next.proceed();
      }
    });
    Guest.of(exchange).whenGone(this::gone);
  }

  private void ended() {
    stopWatching.run();
    if (exchange.isUpgrade() && exchange.getStatusCode() == StatusCodes.SWITCHING_PROTOCOLS) {
      // A websocket is used until its connection ends.
      exchange.getConnection().addCloseListener(_ -> stay.end());
      if (!exchange.getConnection().isOpen()) {
        stay.end();
      }
    } else {
      stay.end();
    }
  }

  /** His client has gone without an answer: nobody waits for one any more, nor does the app. */
  private void gone() {
    isGone = true;
    stay.end();
    if (exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
      onIoThread(this::giveUp);
    }
  }

  /** Nobody else ends the exchange. */
  private void giveUp() {
    ClientConnection connection = used;
    breakOff();
    used = null;
    IoUtils.safeClose(connection);
    exchange.endExchange();
  }

  /** The answer cannot be passed on to its end: the client is hung up on in the middle of it. */
  void cutOff() {
    ConnectionEnds.hangUp(exchange);
    gone();
  }

  /**
   * Has the connection to the app be closed in the middle of a body. To close it in the usual way
   * ends the body first, and the app would take what it has of it for all of it.
   */
  void breakOff() {
    ClientConnection connection = used;
    if (connection != null && app.settings().protocol() == AppSettings.Protocol.HTTP1) {
      try {
        connection.performUpgrade(); // leaves nobody who would end a body
      } catch (IOException closed) {
        IoUtils.safeClose(connection);
      }
    }
  }

  /**
   * Whether a request may be sent twice: not one with a body, even if all of that has come since.
   * The server adds its trailers to its head.
   */
  static boolean isRepeatable(HttpServerExchange exchange) {
    Passage known = exchange.getAttachment(KEY);
    return known != null && known.isRepeatable;
  }

  private static boolean mayBeRepeated(HttpServerExchange exchange) {
    return exchange.isRequestComplete()
        && (exchange.getRequestMethod().equals(Methods.GET)
            || exchange.getRequestMethod().equals(Methods.HEAD)
            || exchange.getRequestMethod().equals(Methods.OPTIONS))
        && !exchange.getRequestHeaders().contains(Headers.UPGRADE);
  }

  /** Has it connected as soon as the app is awake; again, if the app hung up on it. */
  void connect(ProxyCallback<ProxyConnection> whenConnected) {
    callback = whenConnected;
    ClientConnection failed = used;
    if (failed == null && !hasFailed) {
      seek();
    } else if (failed != null) {
      boolean isLast = hasFailed;
      used = null;
      hasFailed = true;
      exchange.getIoThread().execute(() -> retry(failed, isLast));
    }
  }

  private void retry(ClientConnection failed, boolean isLast) {
    IoUtils.safeClose(failed);
    if (!isLast) {
      seek();
    } else if (!endedIfGone()) {
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE); // FrontDoor says it in words
      exchange.endExchange();
    }
  }

  private void seek() {
    if (endedIfGone()) {
      return;
    }
    if (!counts) {
      Way way = app.way();
      if (way == null) {
        turnedAway(new TurnedAway(TurnedAway.Cause.FAILED, "it rests", ""));
      } else {
        dial(way.upstream());
      }
    } else {
      isTold = false;
      stay.begin(app.visit(this));
      if (!isTold) {
        firstFailure = 0; // what it refused before he waited says nothing of it now
        stopWatching = HangUp.watch(exchange, this::hungUp);
      }
    }
  }

  /** The client is gone: its place is free at once, and the app need not go on. */
  private void hungUp() {
    stay.end();
    ConnectionEnds.hangUp(exchange);
    giveUp();
  }

  @Override
  public Optional<Trace> trace() {
    return Trace.of(exchange);
  }

  @Override
  public void pass(Optional<InetSocketAddress> upstream) {
    onIoThread(() -> {
      told();
      dial(upstream);
    });
  }

  @Override
  public void turnAway(TurnedAway why) {
    onIoThread(() -> {
      told();
      turnedAway(why);
    });
  }

  @Override
  public void comeAgain() {
    exchange
        .getIoThread()
        .execute(() -> { // never while he is still coming here
          told();
          Optional<AppRun> successor = front.app(exchange);
          if (successor.isPresent()) {
            app = successor.get();
            seek();
          } else {
            turnedAway(
                new TurnedAway(
                    TurnedAway.Cause.ENDING, "no app answers to this host any more", ""));
          }
        });
  }

  private void told() {
    isTold = true;
    stopWatching.run();
    stopWatching = () -> {};
  }

  private void onIoThread(Runnable action) {
    if (exchange.isInIoThread()) {
      action.run();
    } else {
      exchange.getIoThread().execute(action);
    }
  }

  private void turnedAway(TurnedAway why) {
    Problems.turnAway(exchange, app.settings().name(), why);
  }

  private void dial(Optional<InetSocketAddress> upstream) {
    if (endedIfGone()) {
      return;
    }
    if (upstream.isEmpty()) {
      fail("its platform says no address for it");
      return;
    }
    boolean alone = hasFailed || !isRepeatable;
    Pools.Target target = new Pools.Target(upstream.get(), app.settings().protocol(), !alone);
    front
        .pools()
        .of(target)
        .connect(
            null,
            exchange,
            new Connecting(upstream.get(), alone),
            -1,
            TimeUnit.MILLISECONDS,
            alone);
  }

  /** There is nobody to connect for: the proxy tries again for whoever is gone, too. */
  private boolean endedIfGone() {
    boolean gone = isGone || exchange.isComplete() || !exchange.getConnection().isOpen();
    if (gone) {
      exchange.endExchange();
    }
    return gone;
  }

  private void fail(String why) {
    fail(StatusCodes.BAD_GATEWAY, why);
  }

  private void fail(int status, String why) {
    Problems.send(exchange, status, why, Map.of("app", app.settings().name()));
  }

  /** What becomes of connecting. */
  private final class Connecting implements ProxyCallback<ProxyConnection> {
    private final InetSocketAddress upstream;
    private final boolean alone;
    private final long begun = System.nanoTime();

    Connecting(InetSocketAddress upstream, boolean alone) {
      this.upstream = upstream;
      this.alone = alone;
    }

    @Override
    public void completed(HttpServerExchange same, ProxyConnection connection) {
      used = connection.getConnection();
      app.noteReached();
      stopWatching.run();
      if (exchange.isRequestComplete()) {
        stopWatching = HangUp.watch(exchange, Passage.this::hungUp);
      }
      if (alone) {
        closeWithExchange(connection);
      }
      ProxyCallback<ProxyConnection> known = callback;
      if (known != null) {
        if (app.settings().protocol() == AppSettings.Protocol.H2C) {
          known.completed(exchange, PromptConnection.of(connection));
        } else {
          AppConnection.expectAnswer(connection.getConnection());
          known.completed(exchange, connection);
        }
      }
    }

    private void closeWithExchange(ProxyConnection connection) {
      exchange.addExchangeCompleteListener((ended, next) -> {
        if (!connection.getConnection().isUpgraded()
            && ended.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS) {
          IoUtils.safeClose(connection.getConnection());
        }
        next.proceed();
      });
    }

    @Override
    public void failed(HttpServerExchange same) {
      if (endedIfGone()) {
        return;
      }
      long now = System.nanoTime();
      firstFailure = firstFailure == 0 ? now : firstFailure;
      Duration within = front.pools().connectWithin();
      if (now - begun >= within.toNanos()) {
        String why = "nothing comes back from it for " + within.toSeconds() + " s";
        app.noteUnreached(upstream, why);
        fail(StatusCodes.GATEWAY_TIME_OUT, why);
      } else if (now - firstFailure > PATIENCE.toNanos()) {
        String why = "it accepts no connection";
        app.noteUnreached(upstream, why);
        fail(why);
      } else {
        exchange
            .getIoThread()
            .executeAfter(Passage.this::seek, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void couldNotResolveBackend(HttpServerExchange same) {
      failed(same);
    }

    @Override
    public void queuedRequestFailed(HttpServerExchange same) {
      failed(same);
    }
  }
}
