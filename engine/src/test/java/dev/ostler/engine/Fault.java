package dev.ostler.engine;

import java.time.Duration;

/** Something that goes wrong with one call of a {@link FakeEngine}. */
public sealed interface Fault {
  /** The answer comes late. */
  record Delay(Duration time) implements Fault {}

  /** Nothing is done, and the engine answers with an error. */
  record Refusal(int status, String message) implements Fault {}

  /** Nothing is done, and the connection breaks without an answer. */
  record ResetBefore() implements Fault {}

  /** It is done, and the connection breaks without an answer. */
  record ResetAfter() implements Fault {}

  /** It is done, and no answer ever comes, though the connection stays. */
  record LostAnswer() implements Fault {}
}
