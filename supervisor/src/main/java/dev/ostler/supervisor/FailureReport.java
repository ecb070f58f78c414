package dev.ostler.supervisor;

import java.util.List;

/** What is said when a process has failed. */
final class FailureReport {
  private static final int LINES = 10;

  private FailureReport() {}

  /** With its last lines, if people do not see them anyway. */
  static String of(String failure, Output output) {
    return switch (output.mode()) {
      case OutputMode.Inherit _, OutputMode.Plain _, OutputMode.Prefixed _, OutputMode.Json _ ->
          failure;
      case OutputMode.Discard _, OutputMode.ToFile _ -> withLines(failure, output.lastLines(LINES));
    };
  }

  static String withLines(String failure, List<LogLine> lines) {
    if (lines.isEmpty()) {
      return failure;
    }
    StringBuilder report = new StringBuilder(failure).append("; its last lines:");
    lines.forEach(line -> report.append("\n  ").append(line.text()));
    return report.toString();
  }
}
