package dev.ostler.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads requests, strictly: what is misspelt must not be taken for what was left out. */
final class RequestReader {
  private static final int USUAL_LINES = 100;

  private static final List<String> COMMANDS =
      List.of(
          "hello", "status", "check", "start", "stop", "restart", "suspend", "resume", "signal",
          "reload", "logs", "events", "metrics");

  private final Fields fields;

  private RequestReader(Fields fields) {
    this.fields = fields;
  }

  static Incoming read(byte[] line) {
    Fields fields;
    try {
      fields = Fields.of(JsonReader.read(line));
    } catch (JsonException e) {
      return refused(OptionalLong.empty(), ErrorCode.BAD_JSON, e);
    }
    long id;
    try {
      id = fields.number("id", Fields.MOST);
    } catch (JsonException e) {
      return refused(OptionalLong.empty(), ErrorCode.BAD_REQUEST, e);
    }
    try {
      return new RequestReader(fields).read(id);
    } catch (JsonException e) {
      return refused(OptionalLong.of(id), ErrorCode.BAD_REQUEST, e);
    }
  }

  private static Incoming refused(OptionalLong id, ErrorCode code, JsonException why) {
    return new Incoming.Refused(
        id, Failure.of(code, "cannot take this line as a request: " + why.getMessage()));
  }

  private Incoming read(long id) throws JsonException {
    String command = fields.text("command");
    boolean close = fields.optionalFlag("close");
    Optional<Request> request = request(command);
    if (request.isEmpty()) {
      return new Incoming.Refused(
          OptionalLong.of(id),
          Failure.of(
              ErrorCode.UNKNOWN_COMMAND,
              "cannot do '" + command + "': the commands are " + String.join(", ", COMMANDS)));
    }
    fields.nothingElse();
    return new RequestLine(id, request.get(), close);
  }

  private Optional<Request> request(String command) throws JsonException {
    return switch (command) {
      case "hello" -> Optional.of(new Request.Hello());
      case "status" -> Optional.of(new Request.GetStatus(processes()));
      case "check" -> Optional.of(new Request.Check(processes(), fields.optionalFlag("ready")));
      case "start", "stop", "restart", "suspend", "resume" ->
          Optional.of(
              new Request.Change(WireWords.get(Verb.class, command), processes(), waiting()));
      case "signal" -> Optional.of(new Request.SendSignal(fields.text("signal"), processes()));
      case "reload" -> Optional.of(new Request.Reload(fields.optionalFlag("dryRun"), waiting()));
      case "logs" ->
          Optional.of(new Request.GetLogs(processes(), lines(), fields.optionalFlag("follow")));
      case "events" -> Optional.of(new Request.FollowEvents());
      case "metrics" -> Optional.of(new Request.GetMetrics());
      default -> Optional.empty();
    };
  }

  /** An empty list is most likely a mistake, and would mean all of them. */
  private List<String> processes() throws JsonException {
    if (!fields.has("processes")) {
      return List.of();
    }
    List<String> names = fields.texts("processes");
    if (names.isEmpty()) {
      throw new JsonException(
          "the field 'processes' must not be empty; leave it out to mean all of them");
    }
    return names.stream().distinct().toList();
  }

  private int lines() throws JsonException {
    return fields.has("lines") ? (int) fields.number("lines", Request.MOST_LINES) : USUAL_LINES;
  }

  private Optional<Duration> waiting() throws JsonException {
    return fields.has("waitMs")
        ? Optional.of(Duration.ofMillis(fields.number("waitMs", Request.LONGEST_WAIT.toMillis())))
        : Optional.empty();
  }
}
