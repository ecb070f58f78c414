package dev.ostler.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that a machine has or lacks.
 *
 * @param name what was looked at, in a word or two
 * @param state whether it is there
 * @param found what was found
 * @param why why it matters
 * @param advice what to do about it; empty if there is nothing to do
 */
record Finding(String name, State state, String found, String why, String advice) {
  /** Whether something is there; what is missing is needed, what is doubtful only for some uses. */
  enum State {
    OK,
    DOUBTFUL,
    MISSING;

    String word() {
      return switch (this) {
        case OK -> "ok";
        case DOUBTFUL -> "doubtful";
        case MISSING -> "missing";
      };
    }
  }

  static Finding ok(String name, String found, String why) {
    return new Finding(name, State.OK, found, why, "");
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", name);
    object.put("state", state.word());
    object.put("found", found);
    object.put("why", why);
    if (!advice.isEmpty()) {
      object.put("advice", advice);
    }
    return object;
  }
}
