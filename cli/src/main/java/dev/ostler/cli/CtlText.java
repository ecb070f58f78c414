package dev.ostler.cli;

import dev.ostler.control.ControlEvent;
import dev.ostler.control.LogLine;
import dev.ostler.control.Reloaded;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a supervisor answers, for people. */
final class CtlText {
  private CtlText() {}

  static String reloaded(Reloaded reloaded) {
    if (reloaded.differences().isEmpty()) {
      return "nothing differs";
    }
    String would = reloaded.applied() ? "" : "would ";
    return reloaded.differences().stream()
        .map(difference -> would + difference(difference))
        .collect(Collectors.joining("\n"));
  }

  private static String difference(Reloaded.Difference difference) {
    String done =
        switch (difference.action()) {
          case ADD -> "add ";
          case REMOVE -> "remove ";
          case RESTART -> "restart ";
          case START -> "start ";
          case ADJUST -> "adjust ";
          case NOT_POSSIBLE -> "need a new start for ";
        };
    return done + difference.subject() + ": " + difference.message();
  }

  /** The name is left out where only one was asked for. */
  static String log(LogLine line, boolean named) {
    return named ? line.process() + " | " + line.text() : line.text();
  }

  static String event(ControlEvent event) {
    return event.at() + " " + word(event.kind()) + " " + event.message();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In its two largest units. */
  static String duration(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + "d " + duration.toHoursPart() + "h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + "h " + duration.toMinutesPart() + "m";
    }
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
    }
    return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
