package dev.ostler.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Containers as engines write them. */
final class ContainerJson {
  private ContainerJson() {}

  static ContainerSummary summary(Json container) {
    String statusText = container.text("Status");
    // From API 1.52 on the list says it; before, only the text for people does.
    Health health =
        container.at("Health").isObject()
            ? Health.of(container.at("Health").text("Status"))
            : Health.ofStatusText(statusText);
    return new ContainerSummary(
        container.text("Id"),
        container.texts("Names").stream().map(ContainerJson::withoutSlash).toList(),
        container.text("Image"),
        container.text("ImageID"),
        created(container),
        container.textMap("Labels"),
        ContainerState.of(container.text("State")),
        health,
        statusText,
        container.at("Ports").elements().stream().map(PortJson::listed).toList(),
        container.at("Mounts").elements().stream().map(MountJson::now).toList(),
        addresses(container));
  }

  private static Instant created(Json container) {
    return container
        .moment("Created")
        .orElseGet(() -> Instant.ofEpochSecond(container.number("Created")));
  }

  static ContainerDetails details(Json container) {
    return new ContainerDetails(
        container.text("Id"),
        withoutSlash(container.text("Name")),
        container.text("Image"),
        created(container),
        status(container.at("State"), container.integer("RestartCount")),
        SpecReader.read(container),
        container.at("Mounts").elements().stream().map(MountJson::now).toList(),
        PortJson.now(container.at("NetworkSettings").at("Ports")),
        addresses(container));
  }

  private static ContainerStatus status(Json state, int restarts) {
    Json health = state.at("Health");
    List<Json> looks = health.at("Log").elements();
    return new ContainerStatus(
        ContainerState.of(state.text("Status")),
        Health.of(health.text("Status")),
        looks.isEmpty() ? "" : looks.getLast().text("Output"),
        state.integer("Pid"),
        state.integer("ExitCode"),
        state.flag("OOMKilled"),
        state.text("Error"),
        state.moment("StartedAt"),
        state.moment("FinishedAt"),
        restarts);
  }

  private static Map<String, String> addresses(Json container) {
    Map<String, String> addresses = new LinkedHashMap<>();
    container
        .at("NetworkSettings")
        .at("Networks")
        .fields()
        .forEach((name, network) -> addresses.put(name, network.text("IPAddress")));
    return addresses;
  }

  private static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
