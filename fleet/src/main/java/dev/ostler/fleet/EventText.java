package dev.ostler.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** What happens on the hosts, as lines for people and as JSON objects for programs. */
public final class EventText {
  private EventText() {}

  /**
   * For people.
   *
   * @param event what happened
   * @return no line, or some
   */
  public static List<String> lines(FleetEvent event) {
    String where = event.host() + "  " + event.workload() + "  ";
    return switch (event) {
      case FleetEvent.Begun(_, _, Step step) ->
          isOurs(step) ? List.of() : List.of(where + step.text());
      case FleetEvent.Finished _, FleetEvent.Pulling _ -> List.of();
      case FleetEvent.Done _ -> List.of(where + "done");
      case FleetEvent.FilesRemoved removed ->
          List.of(where + "removed " + String.join(", ", removed.paths()));
      case FleetEvent.ImageRemoved removed -> List.of(where + "removed image " + removed.image());
      case FleetEvent.RolledBack back ->
          List.of(
              where
                  + "the container before is back"
                  + (back.running() ? "" : ", stopped as it was")
                  + " (generation "
                  + back.generation()
                  + ")");
      case FleetEvent.Skipped(_, _, String reason) -> List.of(where + "not begun: " + reason);
      case FleetEvent.LeftOver(_, _, String reason) -> List.of(where + "left over: " + reason);
      case FleetEvent.Failed(_, _, String reason, List<String> lastLines) -> {
        List<String> lines = new ArrayList<>(List.of(where + reason));
        lastLines.forEach(last -> lines.add(where + "| " + last));
        yield lines;
      }
    };
  }

  /** Whether it changes nothing on the host. */
  private static boolean isOurs(Step step) {
    return step instanceof Step.RememberUnproven || step instanceof Step.RememberUntold;
  }

  /**
   * For programs.
   *
   * @param event what happened
   * @param time when
   * @return a JSON object on one line; {@code event} says of what kind it is
   */
  public static String json(FleetEvent event, Instant time) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", word(event.getClass().getSimpleName()));
    object.put("time", time.toString());
    object.put("host", event.host());
    object.put("container", event.workload());
    switch (event) {
      case FleetEvent.Begun(_, _, Step step) -> object.put("step", step.text());
      case FleetEvent.Pulling(_, _, int percent) -> object.put("percent", percent);
      case FleetEvent.Finished(_, _, Step step, Duration took) -> {
        object.put("step", step.text());
        object.put("milliseconds", took.toMillis());
      }
      case FleetEvent.Done done -> object.put("milliseconds", done.took().toMillis());
      case FleetEvent.FilesRemoved removed -> {
        object.put("paths", removed.paths());
        object.put("milliseconds", removed.took().toMillis());
      }
      case FleetEvent.ImageRemoved removed -> {
        object.put("image", removed.image());
        object.put("milliseconds", removed.took().toMillis());
      }
      case FleetEvent.RolledBack(_, _, long generation, boolean running) -> {
        object.put("generation", generation);
        object.put("running", running);
      }
      case FleetEvent.Skipped(_, _, String reason) -> object.put("reason", reason);
      case FleetEvent.LeftOver(_, _, String reason) -> object.put("reason", reason);
      case FleetEvent.Failed(_, _, String reason, List<String> lastLines) -> {
        object.put("reason", reason);
        object.put("output", lastLines);
      }
    }
    return Json.write(object);
  }

  /**
   * For programs.
   *
   * @param result what came of a container
   * @return a JSON object on one line
   */
  public static String json(Report.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "result");
    object.put("host", result.host());
    object.put("container", result.workload());
    object.put("status", word(result.status().name()));
    object.put("reason", result.reason());
    return Json.write(object);
  }

  /**
   * For programs.
   *
   * @param file what came of a file or folder
   * @return a JSON object on one line
   */
  public static String json(Report.OfFile file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "result");
    object.put("host", file.host());
    object.put("container", file.workload());
    object.put("path", file.path());
    object.put("status", word(file.status().name()));
    object.put("reason", file.reason());
    return Json.write(object);
  }

  /**
   * For programs.
   *
   * @param seen a container that was seen
   * @return a JSON object on one line
   */
  public static String json(Checked.Seen seen) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "container");
    object.put("host", seen.host());
    object.put("container", seen.workload());
    object.put("name", seen.name());
    object.put("generation", seen.generation());
    object.put("state", word(seen.state().name()));
    object.put("image", seen.image());
    return Json.write(object);
  }

  /**
   * For programs.
   *
   * @param stream what came from a host
   * @return a JSON object on one line
   */
  public static String json(Stream stream) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", word(stream.getClass().getSimpleName()));
    object.put("host", stream.host());
    switch (stream) {
      case Stream.Line(_, String workload, boolean isError, String text) -> {
        object.put("container", workload);
        object.put("stream", isError ? "stderr" : "stdout");
        object.put("line", text);
      }
      case Stream.Happened(_, String workload, Instant time, String action, OptionalInt status) -> {
        object.put("container", workload);
        object.put("time", time.toString());
        object.put("action", action);
        status.ifPresent(it -> object.put("status", it));
      }
      case Stream.Ended(_, String workload, int status) -> {
        object.put("container", workload);
        object.put("status", status);
      }
      case Stream.Refused(_, String workload, String reason) -> {
        object.put("container", workload);
        object.put("reason", reason);
      }
      case Stream.Broken(_, String reason) -> object.put("reason", reason);
    }
    return Json.write(object);
  }

  static String word(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
