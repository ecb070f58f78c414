package dev.ostler.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The objects of a fake cluster, their versions, and all that has ever happened to them. */
final class FakeObjects {
  /** An answer of the API server. */
  record Answer(int status, JsonNode body) {}

  /** What happened to one object. */
  record Change(long version, String type, FakePath path, JsonNode object) {
    String json() {
      ObjectNode node = FakeCluster.JSON.createObjectNode().put("type", type);
      node.set("object", object);
      return node.toString();
    }
  }

  private static final long WAIT_MILLIS = 200;

  /** Whoever watches refuses what has none. */
  private static final Map<String, String> KINDS =
      Map.of("pods", "Pod", "endpointslices", "EndpointSlice", "events", "Event");

  private final Map<FakePath, ObjectNode> all = new LinkedHashMap<>();
  private final Map<String, List<String>> logs = new LinkedHashMap<>();
  private final List<Change> history = new ArrayList<>();
  private final List<BiConsumer<FakePath, ObjectNode>> controllers = new CopyOnWriteArrayList<>();
  private final FakeAddresses addresses = new FakeAddresses();
  private long version = 100;
  private long forgotten;

  /** Told after every change, under the lock of the objects. */
  void control(BiConsumer<FakePath, ObjectNode> controller) {
    controllers.add(controller);
  }

  /** Has the next Services that ask for one have this address of their own. */
  void nextAddress(String address) {
    addresses.next(address);
  }

  synchronized void put(String collection, ObjectNode object) {
    FakePath path = FakePath.parse(collection);
    JsonNode metadata = object.withObject("metadata");
    FakePath where =
        path.at(
            metadata.path("namespace").asText(path.namespace()), metadata.path("name").asText());
    object.withObject("metadata").put("namespace", where.namespace());
    object.put("apiVersion", path.apiVersion());
    if (!object.has("kind")) {
      object.put("kind", KINDS.getOrDefault(path.plural(), "Thing"));
    }
    String type = all.containsKey(where) ? "MODIFIED" : "ADDED";
    if (type.equals("ADDED")) {
      object.withObject("metadata").put("uid", UUID.randomUUID().toString()).put("generation", 1);
    } else {
      object.withObject("metadata").set("uid", there(where).at("/metadata/uid"));
    }
    addresses.allocate(where, object);
    store(where, object, type);
  }

  private void store(FakePath where, ObjectNode object, String type) {
    version++;
    object.withObject("metadata").put("resourceVersion", Long.toString(version));
    all.put(where, object);
    history.add(new Change(version, type, where, object.deepCopy()));
    notifyAll();
    controllers.forEach(controller -> controller.accept(where, object));
  }

  synchronized void remove(String path) {
    FakePath where = FakePath.parse(path);
    ObjectNode gone = all.remove(where);
    if (gone != null) {
      version++;
      gone.withObject("metadata").put("resourceVersion", Long.toString(version));
      history.add(new Change(version, "DELETED", where, gone.deepCopy()));
      notifyAll();
    }
  }

  /** Changes an object as somebody else does. */
  synchronized void edit(String path, Consumer<ObjectNode> change) {
    FakePath where = FakePath.parse(path);
    ObjectNode next = there(where).deepCopy();
    change.accept(next);
    store(where, next, "MODIFIED");
  }

  synchronized ObjectNode read(String path) {
    return there(FakePath.parse(path)).deepCopy();
  }

  private ObjectNode there(FakePath where) {
    return Objects.requireNonNull(all.get(where), where::toString);
  }

  synchronized Optional<ObjectNode> find(String path) {
    return Optional.ofNullable(all.get(FakePath.parse(path))).map(ObjectNode::deepCopy);
  }

  synchronized List<ObjectNode> under(String collection) {
    FakePath path = FakePath.parse(collection);
    List<ObjectNode> found = new ArrayList<>();
    all.forEach((where, object) -> {
      if (path.holds(where)) {
        found.add(object.deepCopy());
      }
    });
    return found;
  }

  synchronized void log(String pod, List<String> lines) {
    logs.put(pod, lines);
  }

  /** Whoever asks for what happened until now is told that it is too long ago. */
  synchronized void forget() {
    version++;
    forgotten = version;
    notifyAll();
  }

  synchronized void wakeAll() {
    notifyAll();
  }

  synchronized Answer list(FakePath path, Map<String, String> query) {
    ObjectNode list = FakeCluster.JSON.createObjectNode();
    list.put("apiVersion", path.apiVersion()).put("kind", "List");
    list.withObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    if (!FakeSelectors.areLegal(query)) {
      return new Answer(400, FakeCluster.status(400, "BadRequest", "unable to parse selector"));
    }
    all.forEach((where, object) -> {
      if (path.holds(where) && FakeSelectors.select(query, object)) {
        items.add(object.deepCopy().without(List.of("kind", "apiVersion"))); // only the list says
      }
    });
    return new Answer(200, list);
  }

  synchronized Answer get(FakePath path) {
    if (path.sub().equals("log")) {
      List<String> lines = logs.getOrDefault(path.name(), List.of());
      return new Answer(200, TextNode.valueOf(String.join("\n", lines)));
    }
    ObjectNode object = all.get(path.whole());
    if (object == null) {
      return missing(path);
    }
    return new Answer(200, path.sub().equals("scale") ? scale(object) : object.deepCopy());
  }

  private static Answer missing(FakePath path) {
    return new Answer(
        404,
        FakeCluster.status(404, "NotFound", path.plural() + " \"" + path.name() + "\" not found"));
  }

  private static ObjectNode scale(ObjectNode object) {
    ObjectNode scale = FakeCluster.JSON.createObjectNode();
    scale.put("apiVersion", "autoscaling/v1").put("kind", "Scale");
    scale.set("metadata", object.path("metadata").deepCopy());
    scale.withObject("spec").put("replicas", object.path("spec").path("replicas").asInt(1));
    scale
        .withObject("status")
        .put("replicas", object.path("status").path("replicas").asInt(0))
        .put(
            "selector",
            FakeSelectors.text(object.path("spec").path("selector").path("matchLabels")));
    return scale;
  }

  synchronized Answer patch(FakePath path, ObjectNode patch) {
    ObjectNode current = all.get(path.whole());
    if (current == null) {
      return missing(path);
    }
    String wanted = patch.path("metadata").path("resourceVersion").asText("");
    if (!wanted.isEmpty() && !wanted.equals(current.at("/metadata/resourceVersion").asText())) {
      return new Answer(
          409,
          FakeCluster.status(
              409,
              "Conflict",
              "the object has been modified; please apply your changes to the latest version"));
    }
    ObjectNode next = current.deepCopy();
    merge(next, path.sub().equals("scale") ? onlyReplicas(patch) : patch);
    String refusal = addresses.refusal(path.whole(), next);
    if (!refusal.isEmpty()) {
      return new Answer(422, FakeCluster.status(422, "Invalid", refusal));
    }
    addresses.allocate(path.whole(), next);
    if (!next.path("spec").equals(current.path("spec"))) {
      long generation = next.at("/metadata/generation").asLong();
      next.withObject("metadata").put("generation", generation + 1);
    }
    if (!next.equals(current)) {
      store(path.whole(), next, "MODIFIED");
    }
    return new Answer(200, path.sub().equals("scale") ? scale(next) : next.deepCopy());
  }

  private static ObjectNode onlyReplicas(ObjectNode patch) {
    ObjectNode only = FakeCluster.JSON.createObjectNode();
    only.withObject("spec").set("replicas", patch.at("/spec/replicas"));
    return only;
  }

  private static void merge(ObjectNode into, ObjectNode patch) {
    patch
        .properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          if (value.isNull()) {
            into.remove(entry.getKey());
          } else if (value instanceof ObjectNode part) {
            if (!(into.get(entry.getKey()) instanceof ObjectNode)) {
              into.putObject(entry.getKey());
            }
            merge((ObjectNode) into.get(entry.getKey()), part);
          } else {
            into.set(entry.getKey(), value.deepCopy());
          }
        });
  }

  /** What a watch begins after. */
  synchronized long from(String resourceVersion) {
    return resourceVersion.equals("0") || resourceVersion.isEmpty()
        ? version
        : Long.parseLong(resourceVersion);
  }

  /** What happened after a version, at once if anything did, else after a while. */
  synchronized List<Change> after(long seen, FakePath path, Map<String, String> query)
      throws InterruptedException {
    if (seen < forgotten) {
      return List.of(
          new Change(seen, "ERROR", path, FakeCluster.status(410, "Expired", "too old")));
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    List<Change> found = matching(seen, path, query);
    while (found.isEmpty() && seen >= forgotten && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.timedWait(this, WAIT_MILLIS);
      found = matching(seen, path, query);
    }
    return seen < forgotten ? List.of() : found;
  }

  private List<Change> matching(long seen, FakePath path, Map<String, String> query) {
    return since(seen).stream()
        .filter(change -> path.holds(change.path()))
        .filter(change -> FakeSelectors.select(query, change.object()))
        .toList();
  }

  /** Hundreds ask again and again, and hardly anything is ever new. */
  private List<Change> since(long seen) {
    int first = history.size();
    while (first > 0 && history.get(first - 1).version() > seen) {
      first--;
    }
    return history.subList(first, history.size());
  }
}
