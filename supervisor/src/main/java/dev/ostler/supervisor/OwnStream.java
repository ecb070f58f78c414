package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.StandardStreamHandler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our standard output or error, with how long is waited for its reader. */
final class OwnStream {
  private final Entrypoint entrypoint;
  private final @Nullable StandardStreamHandler handler;
  private final Outlet outlet;
  private final Patience patience = new Patience();
  private final Consumer<Patience.Answer> answers;
  private @Nullable Alarm limit;
  private boolean full;

  /** Without a handler for a stream that is closed. */
  OwnStream(
      Entrypoint entrypoint,
      @Nullable StandardStreamHandler handler,
      Outlet outlet,
      Consumer<Patience.Answer> answers) {
    this.entrypoint = entrypoint;
    this.handler = handler;
    this.outlet = outlet;
    this.answers = answers;
  }

  boolean isOf(StandardStreamHandler other) {
    return other.equals(handler);
  }

  void share() {
    outlet.share();
  }

  /** Returns how many lines are lost by it. */
  int add(LineBuffer line) {
    return outlet.add(line);
  }

  /** Whether its reader has not to be waited for. */
  boolean takesMore() {
    if (outlet.waiting() > Patience.LITTLE) {
      flush();
    }
    return !patience.isHolding();
  }

  void flush() {
    if (!full) {
      full = !outlet.pump();
    }
    answer(patience.waiting(outlet.waiting()));
  }

  void roomAgain() {
    full = false;
    flush();
  }

  /** Says whether it is our alarm that rang. */
  boolean limitPassed(Alarm alarm) {
    if (!alarm.equals(limit)) {
      return false;
    }
    limit = null;
    answer(patience.exhausted());
    return true;
  }

  private void answer(Patience.Answer answer) {
    switch (answer) {
      case NOTHING -> {}
      case HOLD -> {
        limit = entrypoint.alarm(Patience.LIMIT);
        answers.accept(answer);
      }
      case RELEASE -> {
        if (limit != null) {
          limit.cancel();
          limit = null;
        }
        answers.accept(answer);
      }
    }
  }

  /** Bytes that wait for its reader. */
  int waiting() {
    return outlet.waiting();
  }

  void close() {
    if (handler != null) {
      handler.close();
    }
  }
}
