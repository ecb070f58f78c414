package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/*
 * Only time in which the client could send and does not counts: not that in which nobody reads,
 * because the request waits for its app or the app takes no more. An app that answers before the
 * body has ended talks with its client, and either may be silent for as long as they like; so may
 * who calls by gRPC.
 */
/** Gives a client up that is silent for too long in the middle of a body. For its I/O thread. */
final class SilentBody extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final HttpServerExchange exchange;
  private final Duration limit;
  private boolean isSilent;
  private long silentSince;
  private XnioExecutor.@Nullable Key timer;

  private SilentBody(StreamSourceConduit next, HttpServerExchange exchange, Duration limit) {
    super(next);
    this.exchange = exchange;
    this.limit = limit;
  }

  /** Begins to look; to be called before the body is read. */
  static void install(HttpServerExchange exchange, Duration limit) {
    if (!exchange.isRequestComplete() && !isCall(exchange)) {
      exchange.addRequestWrapper((factory, owner) -> {
        SilentBody body = new SilentBody(factory.create(), owner, limit);
        owner.addExchangeCompleteListener((_, next) -> {
          body.stop();
          next.proceed();
        });
        return body;
      });
    }
  }

  private static boolean isCall(HttpServerExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    return type != null && type.startsWith("application/grpc");
  }

  private long noted(long read) {
    if (read != 0) {
      isSilent = false;
    } else if (!isSilent) {
      isSilent = true;
      silentSince = System.nanoTime();
      if (timer == null) {
        await(limit.toNanos());
      }
    }
    return read;
  }

  private void await(long nanos) {
    // Not a moment before: it would not be long enough yet.
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    timer = exchange.getIoThread().executeAfter(this::check, millis, TimeUnit.MILLISECONDS);
  }

  private void check() {
    timer = null;
    if (!isSilent || exchange.isResponseStarted() || exchange.isRequestComplete()) {
      return;
    }
    long left = limit.toNanos() - (System.nanoTime() - silentSince);
    if (left > 0) {
      await(left);
    } else {
      Problems.sendAndHangUp(
          exchange,
          StatusCodes.REQUEST_TIME_OUT,
          "nothing of the body came for " + limit.toSeconds() + " s");
    }
  }

  private void stop() {
    XnioExecutor.Key known = timer;
    timer = null;
    if (known != null) {
      known.remove();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return (int) noted(next.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return noted(next.read(into, offset, length));
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return noted(next.transferTo(position, count, target));
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    long moved = next.transferTo(count, throughBuffer, target);
    // What is left there was read, and is not taken yet.
    return throughBuffer.hasRemaining() ? moved : noted(moved);
  }
}
