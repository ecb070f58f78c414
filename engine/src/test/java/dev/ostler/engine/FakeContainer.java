package dev.ostler.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A container of a fake engine. Its engine's lock guards it. */
final class FakeContainer {
  static final String NEVER = "0001-01-01T00:00:00Z";

  final String id;
  final Map<String, Json> asked;
  final String imageId;
  final Instant created = Instant.now();
  final TreeMap<String, FakeFile> files = new TreeMap<>();
  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  String name;
  String state = "created";
  String health;
  String restart;
  final Map<String, Object> limits = new LinkedHashMap<>();

  /** Its addresses, by network. */
  final Map<String, Object> networks = new TreeMap<>();

  int exitCode;
  String started = NEVER;
  String finished = NEVER;

  /** A file: its tar entry's attributes and its content. */
  @SuppressWarnings("ArrayRecordComponent")
  record FakeFile(FileEntry entry, byte[] content) {}

  FakeContainer(String id, String name, Json asked, String imageId) {
    this.id = id;
    this.name = name;
    this.asked = asked.fields();
    this.imageId = imageId;
    this.restart = asked.at("HostConfig").at("RestartPolicy").text("Name");
    this.health = asked.at("Healthcheck").isObject() ? "starting" : "";
    for (String directory : List.of("/", "/bin", "/etc", "/tmp")) {
      files.put(directory, new FakeFile(FileEntry.directory(directory, 0755), new byte[0]));
    }
  }

  boolean isAlive() {
    return state.equals("running") || state.equals("paused");
  }

  boolean hasTerminal() {
    return Boolean.TRUE.equals(field("Tty").raw());
  }

  List<String> command() {
    return field("Cmd").elements().stream().map(Json::text).toList();
  }

  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    field("Labels").fields().forEach((name, value) -> labels.put(name, value.text()));
    return labels;
  }

  Json field(String name) {
    return asked.getOrDefault(name, Json.NOTHING);
  }

  /** Starts what it runs; the fake knows a few programs, and takes all others for servers. */
  void begin() {
    state = "running";
    started = Instant.now().toString();
    exitCode = 0;
    if (!health.isEmpty()) {
      health = "healthy";
    }
    List<String> command = command();
    switch (command.isEmpty() ? "" : command.getFirst()) {
      case "true" -> end(0);
      case "false" -> end(1);
      case "echo" -> {
        byte[] line =
            (String.join(" ", command.subList(1, command.size())) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        log.writeBytes(line);
        end(0);
      }
      default -> {}
    }
  }

  void end(int status) {
    state = "exited";
    exitCode = status;
    finished = Instant.now().toString();
  }

  Map<String, Object> summary() {
    return new JsonFields()
        .always("Id", id)
        .always("Names", List.of("/" + name))
        .always("Image", field("Image").text())
        .always("ImageID", imageId)
        .always("Created", created.getEpochSecond())
        .always("Labels", labels())
        .always("State", state)
        .always("Status", statusText())
        .always("Ports", List.of())
        .always("Mounts", mounts())
        .always("NetworkSettings", Map.of("Networks", Map.of()))
        .map();
  }

  private List<Map<String, Object>> mounts() {
    return field("HostConfig").at("Mounts").elements().stream().map(FakeContainer::mount).toList();
  }

  private static Map<String, Object> mount(Json asked) {
    return Map.of(
        "Type",
        asked.text("Type"),
        "Name",
        asked.text("Source"),
        "Source",
        asked.text("Source"),
        "Destination",
        asked.text("Target"),
        "RW",
        !asked.flag("ReadOnly"));
  }

  private String statusText() {
    return switch (state) {
      case "running" ->
          "Up 1 second"
              + (health.isEmpty()
                  ? ""
                  : " (" + (health.equals("starting") ? "health: starting" : health) + ")");
      case "paused" -> "Up 1 second (Paused)";
      case "created" -> "Created";
      default -> "Exited (" + exitCode + ") 1 second ago";
    };
  }

  Map<String, Object> details() {
    Map<String, Object> config = new LinkedHashMap<>();
    asked.forEach((name, value) -> config.put(name, value.raw()));
    Object host = config.remove("HostConfig");
    Map<String, Object> hostConfig = new LinkedHashMap<>();
    if (host instanceof Map<?, ?> given) {
      given.forEach((name, value) -> hostConfig.put(String.valueOf(name), value));
    }
    hostConfig.putAll(limits);
    hostConfig.put("RestartPolicy", Map.of("Name", restart, "MaximumRetryCount", 0));
    return new JsonFields()
        .always("Id", id)
        .always("Name", "/" + name)
        .always("Image", imageId)
        .always("Created", created.toString())
        .always("RestartCount", 0)
        .always("State", stateDetails())
        .always("Config", config)
        .always("HostConfig", hostConfig)
        .always("Mounts", List.of())
        .always("NetworkSettings", Map.of("Ports", Map.of(), "Networks", networks))
        .map();
  }

  private Map<String, Object> stateDetails() {
    JsonFields fields =
        new JsonFields()
            .always("Status", state)
            .always("Running", isAlive())
            .always("Paused", state.equals("paused"))
            .always("Pid", isAlive() ? 4711 : 0)
            .always("ExitCode", exitCode)
            .always("OOMKilled", false)
            .always("Error", "")
            .always("StartedAt", started)
            .always("FinishedAt", finished);
    if (!health.isEmpty()) {
      fields.always("Health", Map.of("Status", health, "FailingStreak", 0, "Log", List.of()));
    }
    return fields.map();
  }
}
