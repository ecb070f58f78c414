package dev.ostler.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes requests. */
final class RequestWriter {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  private RequestWriter() {}

  static String write(RequestLine line) {
    RequestWriter writer = new RequestWriter();
    writer.fields.put("id", Json.of(line.id()));
    writer.request(line.request());
    writer.flag("close", line.close());
    return new Json.Members(writer.fields).write();
  }

  private void request(Request request) {
    switch (request) {
      case Request.Hello _ -> command("hello");
      case Request.GetStatus status -> {
        command("status");
        processes(status.processes());
      }
      case Request.Check check -> {
        command("check");
        processes(check.processes());
        flag("ready", check.ready());
      }
      case Request.Change change -> {
        command(WireWords.of(change.verb()));
        processes(change.processes());
        waiting(change.within());
      }
      case Request.SendSignal signal -> {
        command("signal");
        fields.put("signal", Json.of(signal.signal()));
        processes(signal.processes());
      }
      case Request.Reload reload -> {
        command("reload");
        flag("dryRun", reload.dryRun());
        waiting(reload.within());
      }
      case Request.GetLogs logs -> {
        command("logs");
        processes(logs.processes());
        fields.put("lines", Json.of(logs.lines()));
        flag("follow", logs.follow());
      }
      case Request.FollowEvents _ -> command("events");
      case Request.GetMetrics _ -> command("metrics");
    }
  }

  private void command(String word) {
    fields.put("command", Json.of(word));
  }

  private void processes(List<String> names) {
    if (!names.isEmpty()) {
      fields.put("processes", Json.ofTexts(names));
    }
  }

  private void flag(String name, boolean value) {
    if (value) {
      fields.put(name, Json.of(true));
    }
  }

  private void waiting(Optional<Duration> within) {
    within.ifPresent(limit -> fields.put("waitMs", Json.of(limit.toMillis())));
  }
}
