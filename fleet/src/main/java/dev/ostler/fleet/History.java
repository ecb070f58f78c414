package dev.ostler.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who changed what and when: a JSON object on a line for each container of a run, beside the state.
 * Nothing reads it but people; it can be deleted.
 */
final class History {
  private final Path file;

  History(Path state) {
    file = state.resolveSibling(state.getFileName() + ".history");
  }

  void append(Plan plan, Report report) throws IOException {
    StringBuilder lines = new StringBuilder();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (Report.Result result : report.results()) {
      plan.items().stream()
          .filter(item ->
              item.host().equals(result.host()) && item.workload().equals(result.workload()))
          .findFirst()
          .ifPresent(item -> lines.append(line(now, plan.fleet(), item, result)).append('\n'));
    }
    for (Report.OfFile file : report.files()) {
      plan.leftoversToGo().stream()
          .filter(one -> one.host().equals(file.host()) && one.path().equals(file.path()))
          .findFirst()
          .ifPresent(one -> lines.append(line(now, plan.fleet(), one, file)).append('\n'));
    }
    if (lines.isEmpty()) {
      return;
    }
    try {
      write(lines);
    } catch (IOException e) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot write "
              + file
              + ": "
              + StateFile.reason(e)
              + "; what was done is done, and only missing in it",
          e);
    }
  }

  private void write(StringBuilder lines) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  private static String line(Instant now, String fleet, Leftover leftover, Report.OfFile file) {
    Map<String, Object> object = object(now, fleet, leftover.host(), leftover.workload());
    object.put("path", leftover.path());
    object.put("action", PlanText.word(leftover));
    object.put("reasons", List.of(leftover.reason()));
    object.put("status", EventText.word(file.status().name()));
    object.put("reason", file.reason());
    return Json.write(object);
  }

  private static Map<String, Object> object(
      Instant now, String fleet, String host, String workload) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("time", now.toString());
    object.put("who", HostLocks.who());
    object.put("fleet", fleet);
    object.put("host", host);
    object.put("container", workload);
    return object;
  }

  private static String line(Instant now, String fleet, Plan.Item item, Report.Result result) {
    Map<String, Object> object = object(now, fleet, item.host(), item.workload());
    object.put("action", PlanText.word(item.action()));
    object.put("reasons", item.reasons());
    object.put("changes", item.changes().stream().map(FieldChange::toString).toList());
    object.put("status", EventText.word(result.status().name()));
    object.put("reason", result.reason());
    return Json.write(object);
  }
}
