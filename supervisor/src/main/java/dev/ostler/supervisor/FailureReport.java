package dev.ostler.supervisor;

import java.util.List;
import java.util.Optional;

/** What a process wrote last, for those who are told that it has failed. */
final class FailureReport {
  private static final int LINES = 10;

  private FailureReport() {}

  /** Empty if there are none, or people see them anyway. */
  static Optional<String> of(String process, Output output) {
    return switch (output.mode()) {
      case OutputMode.Inherit _, OutputMode.Plain _, OutputMode.Prefixed _, OutputMode.Json _ ->
          Optional.empty();
      case OutputMode.Discard _, OutputMode.ToFile _ -> of(process, output.lastLines(LINES));
    };
  }

  private static Optional<String> of(String process, List<LogLine> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder report = new StringBuilder("the last lines of ").append(process).append(':');
    lines.forEach(line -> report.append("\n  ").append(line.text()));
    return Optional.of(report.toString());
  }
}
