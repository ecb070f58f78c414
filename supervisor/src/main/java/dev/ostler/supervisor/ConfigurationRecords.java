package dev.ostler.supervisor;

import dev.ostler.control.ControlEvent.Kind;
import dev.ostler.entrypoint.UpdateReport;
import dev.ostler.supervisor.RunMetrics.Update;
import java.time.Duration;
import java.time.InstantSource;

/** Where it is written down what became of new versions: status, events and figures. */
record ConfigurationRecords(StatusBoard board, RunMetrics metrics, InstantSource clock) {
  void note(String configuration, Services.Result result) {
    ConfigurationBoard place = board.configuration(configuration);
    String message = result.message();
    switch (result.outcome()) {
      case SEEN -> board.tellConfiguration(Kind.CONFIGURATION_CHANGED, configuration, message);
      case SWITCHED -> {
        place.switched(result.report().orElseThrow(), message);
        board.tellConfiguration(Kind.CONFIGURATION_UPDATED, configuration, message);
      }
      case KEPT -> {
        place.kept();
        count(configuration, Update.APPLIED, result);
        metrics.good(configuration, place.generation(), clock.instant());
      }
      case STAYED -> {
        place.stayed(message);
        count(configuration, Update.FAILED, result);
        board.tellConfiguration(Kind.WARNING, configuration, message);
      }
      case UNCHANGED -> {
        place.unchanged(message);
        count(configuration, Update.UNCHANGED, result);
      }
      case REFUSED -> {
        place.refused(message);
        count(configuration, Update.REFUSED, result);
        board.tellConfiguration(Kind.CONFIGURATION_REFUSED, configuration, message);
      }
      case FAILED -> {
        place.refused(message);
        count(configuration, Update.FAILED, result);
        board.tellConfiguration(Kind.CONFIGURATION_REFUSED, configuration, message);
      }
      case ROLLED_BACK -> {
        place.rolledBack(message);
        count(configuration, Update.ROLLED_BACK, result);
        board.tellConfiguration(Kind.CONFIGURATION_ROLLED_BACK, configuration, message);
      }
    }
  }

  private void count(String configuration, Update how, Services.Result result) {
    metrics.updated(
        configuration, how, result.report().map(UpdateReport::duration).orElse(Duration.ZERO));
  }
}
