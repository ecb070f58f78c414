package dev.ostler.engine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.jspecify.annotations.Nullable;

/** One stream that speaks HTTP/1.1; one exchange at a time. */
final class HttpConnection implements AutoCloseable {
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(200).build();

  /** How long an engine has to say why, after it stopped taking what it is sent. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Duplex duplex;
  private final StallGuard.Watched output;
  private final DefaultBHttpClientConnection http;
  private volatile @Nullable Deadline deadline;
  private volatile Duration silence = Duration.ZERO;

  HttpConnection(Duplex duplex) {
    this.duplex = duplex;
    this.output = new StallGuard.Watched(duplex.output());
    this.http = new DefaultBHttpClientConnection(LIMITS);
    try {
      http.bind(new DuplexSocket(duplex, output, this::limitRead));
    } catch (IOException e) {
      throw new AssertionError("internal error: binding a stream does nothing that can fail", e);
    }
  }

  private void limitRead() {
    Deadline total = deadline;
    duplex.readDeadline(total == null ? silence : Duration.ofMillis(Deadline.millis(total.left())));
  }

  /** From now on all reads together must be done by a deadline. */
  void readBy(Deadline end) {
    deadline = end;
  }

  /** From now on each read may wait so long; zero for no limit. */
  void readEachWithin(Duration limit) {
    silence = limit;
    deadline = null;
  }

  /**
   * Sends a request and reads the head of the answer.
   *
   * @param within how long the answer may take once everything is sent; no longer may the engine
   *     take nothing of a body that was there at once
   * @param perWrite how long the engine may take nothing of a streamed body
   */
  ClassicHttpResponse exchange(ClassicHttpRequest request, Duration within, Duration perWrite)
      throws HttpException, IOException {
    IOException cutOff = send(request, within, perWrite);
    readBy(Deadline.in(cutOff == null ? within : LAST_WORDS));
    try {
      ClassicHttpResponse response = receiveHead();
      if (hasBody(request, response)) {
        http.receiveResponseEntity(response);
      }
      return response;
    } catch (HttpException | IOException e) {
      if (cutOff == null) {
        throw e;
      }
      cutOff.addSuppressed(e);
      throw cutOff;
    }
  }

  /** Sends it all; gives why if the engine took no more, for it may have answered and hung up. */
  private @Nullable IOException send(ClassicHttpRequest request, Duration within, Duration perWrite)
      throws HttpException, IOException {
    HttpEntity body = request.getEntity();
    if (body == null) {
      return sendAll(request);
    }
    Duration limit = body.getContentLength() >= 0 ? Deadline.in(within).left() : perWrite;
    try (StallGuard guard = new StallGuard(this, limit)) {
      IOException cutOff = sendAll(request);
      if (guard.hasStalled()) {
        throw new SocketTimeoutException("the engine took nothing of it");
      }
      return cutOff;
    }
  }

  private @Nullable IOException sendAll(ClassicHttpRequest request)
      throws HttpException, IOException {
    try {
      http.sendRequestHeader(request);
      if (request.getEntity() != null) {
        http.sendRequestEntity(request);
      }
      http.flush();
      return null;
    } catch (Upload.SourceException ours) {
      throw ours;
    } catch (IOException e) {
      return e;
    }
  }

  private ClassicHttpResponse receiveHead() throws HttpException, IOException {
    while (true) {
      ClassicHttpResponse response = http.receiveResponseHeader();
      if (response.getCode() >= 200 || response.getCode() == 101) {
        return response;
      }
    }
  }

  private static boolean hasBody(ClassicHttpRequest request, ClassicHttpResponse response) {
    return !request.getMethod().equals("HEAD")
        && response.getCode() != 204
        && response.getCode() != 304;
  }

  /** Whether the engine has hung up meanwhile, or sent what nobody asked for. */
  boolean isStale() {
    readBy(Deadline.in(Duration.ofMillis(1)));
    try {
      return http.isStale();
    } catch (IOException broken) {
      return true;
    }
  }

  StallGuard.Watched output() {
    return output;
  }

  Duplex duplex() {
    return duplex;
  }

  @Override
  public void close() {
    duplex.close();
  }
}
