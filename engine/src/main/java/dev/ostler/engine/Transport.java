package dev.ostler.engine;

import dev.ostler.engine.EngineException.Attempt;
import dev.ostler.engine.EngineException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Sends requests to one engine, over pooled connections, and makes errors of bad answers. */
final class Transport implements AutoCloseable {
  /** An engine's error is a sentence; more than this is none. */
  private static final int LONGEST_ERROR = 64 * 1024;

  private final Dialer dialer;
  private final EngineOptions options;
  private final Pool pool;
  private final Semaphore calls;

  Transport(Dialer dialer, EngineOptions options) {
    this.dialer = dialer;
    this.options = options;
    this.pool = new Pool(options.connections());
    this.calls = new Semaphore(options.connections(), true);
  }

  Dialer dialer() {
    return dialer;
  }

  String address() {
    return dialer.address();
  }

  /**
   * Sends a request.
   *
   * @param target path and query as sent, with the version
   * @return the answer, with a status below 400; the caller closes it
   */
  Answer send(Request request, String target) throws EngineException {
    Attempt attempt = new Attempt(request.action(), dialer.address());
    boolean counted = request.isCounted();
    if (counted) {
      awaitTurn(attempt);
    }
    Answer answer;
    try {
      answer = exchange(request, Messages.of(request, target), attempt);
    } catch (EngineException | RuntimeException e) {
      release(counted);
      throw e;
    }
    answer.whenClosed(() -> release(counted));
    if (answer.status() >= 400) {
      try (answer) {
        Complaint complaint = complaint(answer);
        throw EngineException.refused(attempt, complaint.status(), complaint.message());
      }
    }
    return answer;
  }

  private void release(boolean counted) {
    if (counted) {
      calls.release();
    }
  }

  private void awaitTurn(Attempt attempt) throws EngineException {
    Duration within = options.answerWithin().plus(options.idleWithin());
    try {
      if (!calls.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
        throw EngineException.of(
            Kind.UNREACHABLE,
            attempt,
            options.connections()
                + " other calls kept all its connections busy for "
                + within.toMillis()
                + " ms",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(Kind.UNREACHABLE, attempt, "interrupted before it was sent", e);
    }
  }

  private Answer exchange(Request request, ClassicHttpRequest message, Attempt attempt)
      throws EngineException {
    Optional<HttpConnection> pooled = request.isQuestion() ? pool.take() : takeFresh();
    if (pooled.isPresent()) {
      try {
        return exchangeOn(pooled.get(), request, message, attempt);
      } catch (IOException | HttpException e) {
        // The engine may have hung up on an idle connection. Only what changes nothing is sent
        // anew.
        if (!request.isQuestion() || e instanceof InterruptedIOException) {
          throw failure(request, attempt, e);
        }
      }
    }
    HttpConnection dialed = new HttpConnection(dial(attempt));
    pool.add(dialed);
    try {
      return exchangeOn(dialed, request, message, attempt);
    } catch (IOException | HttpException e) {
      throw failure(request, attempt, e);
    }
  }

  /** A pooled connection that the engine has not hung up on, as far as one can see. */
  private Optional<HttpConnection> takeFresh() {
    Optional<HttpConnection> taken = pool.take();
    while (taken.isPresent() && taken.get().isStale()) {
      pool.giveBack(taken.get(), false);
      taken = pool.take();
    }
    return taken;
  }

  private Duplex dial(Attempt attempt) throws EngineException {
    try {
      return dialer.dial(options.connectWithin());
    } catch (EngineException e) {
      throw EngineException.of(Kind.UNREACHABLE, attempt, e.reason(), e);
    }
  }

  private Answer exchangeOn(
      HttpConnection connection, Request request, ClassicHttpRequest message, Attempt attempt)
      throws IOException, HttpException {
    boolean answered = false;
    try {
      ClassicHttpResponse response =
          connection.exchange(message, request.limit(options), options.idleWithin());
      if (!request.isLimited()) {
        boolean follows = request.flow() == Request.Flow.FOLLOW;
        connection.readEachWithin(follows ? Duration.ZERO : options.idleWithin());
      }
      Answer answer =
          new Answer(response, connection, pool::giveBack, e -> failure(request, attempt, e));
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        pool.giveBack(connection, false);
      }
    }
  }

  private static Complaint complaint(Answer answer) {
    try {
      byte[] text = answer.body().readNBytes(LONGEST_ERROR);
      return Complaint.read(answer.status(), new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Complaint(answer.status(), "the engine's reason could not be read");
    }
  }

  /** Makes of a broken exchange what it means for who asked. */
  EngineException failure(Request request, Attempt attempt, Exception e) {
    if (e instanceof EngineException known) {
      return known;
    }
    if (e instanceof Upload.SourceException source) {
      return EngineException.of(
          Kind.UNKNOWN, attempt, "what was to be sent cannot be read: " + e.getMessage(), source);
    }
    if (e instanceof HttpException) {
      return EngineException.of(
          Kind.NOT_UNDERSTOOD, attempt, "its answer is not HTTP: " + e.getMessage(), e);
    }
    String why =
        e instanceof SocketTimeoutException
            ? silence(request)
            : "the connection broke before the answer: " + e.getMessage();
    return request.isQuestion()
        ? EngineException.of(Kind.NO_ANSWER, attempt, why, e)
        : EngineException.of(Kind.UNKNOWN, attempt, why + "; it is unknown whether it was done", e);
  }

  private String silence(Request request) {
    return request.isLimited()
        ? "no answer within " + request.limit(options).toMillis() + " ms"
        : "it stood still for " + options.idleWithin().toMillis() + " ms";
  }

  @Override
  public void close() {
    pool.close();
    dialer.close();
  }
}
