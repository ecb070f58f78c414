package dev.ostler.supervisor;

import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.FileChange;
import dev.ostler.entrypoint.UpdateReport;
import java.util.List;

/** Configuration events in words. */
final class ConfigurationMessages {
  private static final int MOST_NAMES = 10;

  private ConfigurationMessages() {}

  static String updated(ConfigurationEvent.Updated updated) {
    UpdateReport report = updated.report();
    String source = updated.handler().source().toString();
    return report.isEmpty()
        ? source + " changes nothing"
        : "updated from " + source + ": " + report + " (" + names(report.changes()) + ")";
  }

  private static String names(List<FileChange> changes) {
    StringBuilder names = new StringBuilder();
    for (FileChange change : changes.subList(0, Math.min(MOST_NAMES, changes.size()))) {
      names
          .append(names.isEmpty() ? "" : ", ")
          .append(change.kind())
          .append(' ')
          .append(change.name());
    }
    return changes.size() > MOST_NAMES ? names.append(", ...").toString() : names.toString();
  }
}
