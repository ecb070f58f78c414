package dev.ostler.engine;

import dev.ostler.engine.EngineException.Attempt;
import dev.ostler.engine.EngineException.Kind;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all groups of calls share: one transport, one negotiated version, answers as JSON. */
final class Client implements AutoCloseable {
  private final Transport transport;
  private final ReentrantLock negotiating = new ReentrantLock();
  private volatile @Nullable ApiVersion negotiated;

  Client(Transport transport) {
    this.transport = transport;
  }

  Transport transport() {
    return transport;
  }

  String address() {
    return transport.address();
  }

  /** The version that is spoken; asks the engine the first time. */
  ApiVersion version() throws EngineException {
    ApiVersion known = negotiated;
    if (known != null) {
      return known;
    }
    negotiating.lock();
    try {
      known = negotiated;
      return known == null ? negotiate() : known;
    } finally {
      negotiating.unlock();
    }
  }

  /** Asks which versions the engine speaks, whether it is known or not. */
  ApiVersion negotiate() throws EngineException {
    Request ping = Request.get("ask for the version of the API", "/_ping");
    try (Answer answer = transport.send(ping, ping.target())) {
      readAll(ping, answer);
      ApiVersion theirs = theirs(ping, answer.header("Api-Version").orElse(""));
      ApiVersion chosen = theirs.isAtLeast(ApiVersion.NEWEST) ? ApiVersion.NEWEST : theirs;
      negotiated = chosen;
      return chosen;
    }
  }

  private ApiVersion theirs(Request ping, String text) throws EngineException {
    ApiVersion theirs;
    try {
      theirs = ApiVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw EngineException.of(
          Kind.NOT_UNDERSTOOD,
          attempt(ping),
          "what answers there names no version of the API; is it a container engine?",
          e);
    }
    if (!theirs.isAtLeast(ApiVersion.OLDEST)) {
      throw EngineException.of(
          Kind.NOT_UNDERSTOOD,
          attempt(ping),
          "it speaks "
              + theirs
              + ", and "
              + ApiVersion.OLDEST
              + " is the oldest that is understood; update the engine",
          null);
    }
    return theirs;
  }

  /** Sends a request; the caller closes the answer. */
  Answer open(Request request) throws EngineException {
    return transport.send(request, "/v" + version() + request.target());
  }

  /** Sends a request whose answer says nothing more than its status. */
  int status(Request request) throws EngineException {
    try (Answer answer = open(request)) {
      readAll(request, answer);
      return answer.status();
    }
  }

  /** Sends a request whose answer is a JSON text. */
  Json json(Request request) throws EngineException {
    try (Answer answer = open(request)) {
      return Json.parse(readAll(request, answer));
    } catch (IllegalArgumentException e) {
      throw EngineException.of(
          Kind.NOT_UNDERSTOOD, attempt(request), "its answer is " + e.getMessage(), e);
    }
  }

  /** Makes of a broken answer what it means for who asked. */
  EngineException failure(Request request, IOException e) {
    return transport.failure(request, attempt(request), e);
  }

  /** An error that the engine reported in the course of an answer that began well. */
  EngineException failed(Request request, String reason) {
    return EngineException.of(Kind.FAILED, attempt(request), reason, null);
  }

  private byte[] readAll(Request request, Answer answer) throws EngineException {
    try {
      return answer.body().readAllBytes();
    } catch (IOException e) {
      throw failure(request, e);
    }
  }

  Attempt attempt(Request request) {
    return new Attempt(request.action(), transport.address());
  }

  @Override
  public void close() {
    transport.close();
  }
}
