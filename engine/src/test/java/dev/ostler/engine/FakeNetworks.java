package dev.ostler.engine;

import dev.ostler.engine.FakeAnswer.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The networks and volumes of a fake engine. */
final class FakeNetworks {
  private final FakeState state;

  FakeNetworks(FakeState state) {
    this.state = state;
  }

  Optional<FakeAnswer> answer(FakeCall call) {
    boolean volumes = call.path().startsWith("/volumes");
    Map<String, Json> things = volumes ? state.volumes : state.networks;
    String[] path = call.path().split("/", 4);
    String what = call.method() + " " + (path.length > 2 ? path[2] : "");
    return switch (what) {
      case "GET " -> Optional.of(list(call, things.values(), volumes));
      case "POST create" ->
          Optional.of(volumes ? createVolume(call.json()) : createNetwork(call.json()));
      default -> one(call, path, things);
    };
  }

  private static FakeAnswer list(FakeCall call, Collection<Json> all, boolean volumes) {
    List<@Nullable Object> matching =
        new ArrayList<>(
            all.stream()
                .filter(one -> FakeState.haveLabels(one.textMap("Labels"), call.filter("label")))
                .map(Json::raw)
                .toList());
    return FakeAnswer.ok(volumes ? Map.of("Volumes", matching) : matching);
  }

  private FakeAnswer createNetwork(Json asked) {
    String name = asked.text("Name");
    if (state.networks.values().stream().anyMatch(other -> other.text("Name").equals(name))) {
      throw new Refused(409, "network with name " + name + " already exists");
    }
    String id = state.newId();
    state.networks.put(id, with(asked, "Id", id, "bridge"));
    return FakeAnswer.created(Map.of("Id", id));
  }

  private FakeAnswer createVolume(Json asked) {
    String name = asked.text("Name");
    Json volume =
        state.volumes.computeIfAbsent(
            name, _ -> with(asked, "Mountpoint", "/volumes/" + name, "local"));
    return FakeAnswer.created(Objects.requireNonNull(volume.raw()));
  }

  private static Json with(Json asked, String field, String value, String driver) {
    Map<String, Object> fields = new LinkedHashMap<>();
    asked.fields().forEach((name, json) -> fields.put(name, Objects.requireNonNull(json.raw())));
    fields.put(field, value);
    fields.putIfAbsent("Driver", driver);
    return Json.parse(Json.bytes(fields));
  }

  private static Optional<FakeAnswer> one(FakeCall call, String[] path, Map<String, Json> things) {
    String key =
        things.entrySet().stream()
            .filter(t -> t.getKey().equals(path[2]) || t.getValue().text("Name").equals(path[2]))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() ->
                new Refused(404, "no such " + path[1].replaceFirst("s$", "") + ": " + path[2]));
    return switch (call.method()) {
      case "GET" -> Optional.of(FakeAnswer.ok(Objects.requireNonNull(things.get(key)).raw()));
      case "DELETE" -> {
        things.remove(key);
        yield Optional.of(FakeAnswer.done());
      }
      case "POST" -> Optional.of(new FakeAnswer.Status(200, Map.of()));
      default -> Optional.empty();
    };
  }
}
