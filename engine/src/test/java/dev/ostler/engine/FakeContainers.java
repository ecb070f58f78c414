package dev.ostler.engine;

import dev.ostler.engine.FakeAnswer.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The life of the containers of a fake engine, as Docker 20.10 behaves. */
final class FakeContainers {
  private final FakeState state;

  FakeContainers(FakeState state) {
    this.state = state;
  }

  /** The answer to a call below {@code /containers}; nothing if it is not about life cycles. */
  Optional<FakeAnswer> answer(FakeCall call) throws InterruptedException {
    String[] path = call.path().split("/", 4);
    if (call.name().equals("GET /containers/json")) {
      return Optional.of(list(call));
    }
    if (call.name().equals("POST /containers/create")) {
      return Optional.of(create(call));
    }
    FakeContainer container = state.container(path[2]);
    return switch (call.method() + " " + (path.length > 3 ? path[3] : "")) {
      case "GET json" -> Optional.of(FakeAnswer.ok(container.details()));
      case "POST start" -> Optional.of(start(container));
      case "POST stop" -> Optional.of(stop(container));
      case "POST restart" -> {
        stop(container);
        yield Optional.of(start(container));
      }
      case "POST kill" -> Optional.of(kill(container, call.parameter("signal")));
      case "POST pause" -> Optional.of(pause(container));
      case "POST unpause" -> Optional.of(unpause(container));
      case "POST rename" -> Optional.of(rename(container, call.parameter("name")));
      case "POST update" -> Optional.of(update(container, call.json()));
      case "POST wait" -> Optional.of(await(container));
      case "DELETE " -> Optional.of(remove(container, call.flag("force")));
      default -> Optional.empty();
    };
  }

  private FakeAnswer list(FakeCall call) {
    List<String> labels = call.filter("label");
    List<String> statuses = call.filter("status");
    return FakeAnswer.ok(
        state.containers.values().stream()
            .filter(c -> call.flag("all") || c.isAlive() || !statuses.isEmpty())
            .filter(c -> statuses.isEmpty() || statuses.contains(c.state))
            .filter(c -> FakeState.haveLabels(c.labels(), labels))
            .map(FakeContainer::summary)
            .toList()
            .reversed());
  }

  private FakeAnswer create(FakeCall call) {
    Json asked = call.json();
    String name = call.parameter("name");
    String image = asked.text("Image");
    String imageId =
        state
            .imageId(image)
            .orElseThrow(() -> new Refused(404, "No such image: " + withTag(image)));
    requireFree(name);
    FakeContainer container = new FakeContainer(state.newId(), name, asked, imageId);
    state.containers.put(container.id, container);
    state.happened(container, "create");
    return FakeAnswer.created(Map.of("Id", container.id, "Warnings", List.of()));
  }

  private static String withTag(String image) {
    return image.contains(":") ? image : image + ":latest";
  }

  private void requireFree(String name) {
    state.containers.values().stream()
        .filter(other -> other.name.equals(name))
        .findFirst()
        .ifPresent(other -> {
          throw new Refused(
              409,
              "Conflict. The container name \"/"
                  + name
                  + "\" is already in use by container \""
                  + other.id
                  + "\". You have to remove (or rename) that container to be able to reuse"
                  + " that name.");
        });
  }

  private FakeAnswer start(FakeContainer container) {
    if (container.state.equals("paused")) {
      throw new Refused(409, "cannot start a paused container, try unpause instead");
    }
    if (container.isAlive()) {
      return FakeAnswer.unchanged();
    }
    if (container.command().contains("/not-there")) {
      throw new Refused(400, "exec: \"/not-there\": stat /not-there: no such file or directory");
    }
    container.begin();
    state.happened(container, "start");
    if (!container.isAlive()) {
      state.happened(container, "die");
    }
    return FakeAnswer.done();
  }

  private FakeAnswer stop(FakeContainer container) {
    if (!container.isAlive()) {
      return FakeAnswer.unchanged();
    }
    state.happened(container, "kill");
    container.end(137);
    state.happened(container, "die");
    state.happened(container, "stop");
    return FakeAnswer.done();
  }

  private FakeAnswer kill(FakeContainer container, String signal) {
    requireAlive(container, "Cannot kill container: " + container.id + ": ");
    state.happened(container, "kill");
    if (List.of("KILL", "SIGKILL", "9", "").contains(signal)) {
      container.end(137);
      state.happened(container, "die");
    }
    return FakeAnswer.done();
  }

  private static void requireAlive(FakeContainer container, String before) {
    if (!container.isAlive()) {
      throw new Refused(409, before + "Container " + container.id + " is not running");
    }
  }

  private FakeAnswer pause(FakeContainer container) {
    requireAlive(container, "");
    if (container.state.equals("paused")) {
      throw new Refused(409, "Container " + container.id + " is already paused");
    }
    container.state = "paused";
    state.happened(container, "pause");
    return FakeAnswer.done();
  }

  private FakeAnswer unpause(FakeContainer container) {
    if (!container.state.equals("paused")) {
      throw new Refused(500, "Container " + container.id + " is not paused");
    }
    container.state = "running";
    state.happened(container, "unpause");
    return FakeAnswer.done();
  }

  private FakeAnswer rename(FakeContainer container, String name) {
    requireFree(name);
    container.name = name;
    state.happened(container, "rename");
    return FakeAnswer.done();
  }

  private FakeAnswer update(FakeContainer container, Json asked) {
    container.restart = asked.at("RestartPolicy").text("Name");
    asked
        .fields()
        .forEach((name, value) -> {
          if (!name.equals("RestartPolicy")) {
            container.limits.put(name, value.raw());
          }
        });
    state.happened(container, "update");
    return FakeAnswer.ok(Map.of("Warnings", List.of()));
  }

  private FakeAnswer await(FakeContainer container) throws InterruptedException {
    while (container.isAlive() && state.containers.containsKey(container.id)) {
      state.awaitChange();
    }
    return FakeAnswer.ok(Map.of("StatusCode", container.exitCode));
  }

  private FakeAnswer remove(FakeContainer container, boolean force) {
    if (container.isAlive() && !force) {
      throw new Refused(
          409,
          "You cannot remove a running container "
              + container.id
              + ". Stop the container before attempting removal or force remove");
    }
    state.containers.remove(container.id);
    state.happened(container, "destroy");
    return FakeAnswer.done();
  }
}
