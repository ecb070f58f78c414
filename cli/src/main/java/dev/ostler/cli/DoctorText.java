package dev.ostler.cli;

import java.util.List;

/** What was found on a machine, for people. */
final class DoctorText {
  private static final String INDENT = "             ";

  private DoctorText() {}

  /** Of one job; what is well is left out if quiet, and explained if verbose. */
  static String of(String job, List<Finding> findings, boolean quiet, boolean verbose) {
    StringBuilder text = new StringBuilder("ostler " + job + "\n");
    for (Finding finding : findings) {
      boolean isWell = finding.state() == Finding.State.OK;
      if (isWell && quiet) {
        continue;
      }
      text.append(
          "  %-9s  %s: %s\n".formatted(finding.state().word(), finding.name(), finding.found()));
      if (!isWell || verbose) {
        text.append(INDENT).append("why: ").append(finding.why()).append('\n');
      }
      if (!finding.advice().isEmpty()) {
        text.append(INDENT).append("do:  ").append(finding.advice()).append('\n');
      }
    }
    return text.toString().stripTrailing();
  }
}
