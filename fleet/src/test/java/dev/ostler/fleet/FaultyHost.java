package dev.ostler.fleet;

import dev.ostler.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A host whose calls are counted, and fail when that is told. */
abstract class FaultyHost implements HostEngine {
  /** Thrown where a run is killed: nothing of it catches this. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  final List<String> calls = new ArrayList<>();
  private final Map<String, Runnable> then = new TreeMap<>();
  private final Map<String, IOException> refusals = new TreeMap<>();
  private int dieAfter = Integer.MAX_VALUE;
  Optional<String> refused = Optional.empty();
  private int breakAt = -1;
  private boolean answerIsLost;
  private Optional<String> unreachable = Optional.empty();

  /** The run is killed at the call after so many; {@code answerIsLost}: when it has been done. */
  void dieAfter(int more, boolean done) {
    dieAfter = calls.size() + more;
    answerIsLost = done;
  }

  void live() {
    dieAfter = Integer.MAX_VALUE;
  }

  void refuseWrites(String reason) {
    refused = Optional.of(reason);
  }

  /** Calls that begin so fail, undone. */
  void refuse(String call, IOException why) {
    refusals.put(call, why);
  }

  void refuseNothing() {
    refusals.clear();
  }

  private void checkRefusals(String call) throws IOException {
    for (Map.Entry<String, IOException> refusal : refusals.entrySet()) {
      if (call.startsWith(refusal.getKey())) {
        throw refusal.getValue();
      }
    }
  }

  /** The link breaks once, at the call after so many; {@code done}: when it has been done. */
  void breakAfter(int more, boolean done) {
    breakAt = calls.size() + more;
    answerIsLost = done;
  }

  /** Somebody else does something after the first call of that beginning. */
  void after(String call, Runnable work) {
    then.put(call, work);
  }

  private void doThen(String call) {
    then.keySet().stream()
        .filter(call::startsWith)
        .findFirst()
        .map(then::remove)
        .ifPresent(Runnable::run);
  }

  void unreachable(String reason) {
    unreachable = Optional.of(reason);
  }

  void reachable() {
    unreachable = Optional.empty();
  }

  /** Calls that change something, which look-ups do not. */
  synchronized List<String> changes() {
    return calls.stream()
        .filter(call ->
            !call.matches("(list|read|status|inspect|imageId|holder|isThere|stranger|wait) .*"))
        .toList();
  }

  /** Work of the engine that may fail. */
  interface Call<T> {
    T run() throws IOException;
  }

  final synchronized <T> T call(String what, Call<T> work) throws IOException {
    if (unreachable.isPresent()) {
      throw new IOException("cannot reach the engine: " + unreachable.get());
    }
    boolean isLast = calls.size() == dieAfter;
    if ((isLast && !answerIsLost) || calls.size() > dieAfter) {
      throw new Killed();
    }
    boolean breaks = calls.size() == breakAt;
    if (breaks && !answerIsLost) {
      breakAt = -1;
      throw broken();
    }
    calls.add(what);
    checkRefusals(what);
    T result = work.run();
    doThen(what);
    if (breaks) {
      throw broken();
    }
    if (isLast) {
      throw new Killed();
    }
    return result;
  }

  private static EngineException broken() {
    return EngineException.unreachable("fake", "the line is cut", null);
  }
}
