package dev.ostler.engine;

import dev.ostler.engine.FakeAnswer.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a fake engine has. One lock for all of it, held while a call is decided. */
final class FakeState {
  final ReentrantLock lock = new ReentrantLock();
  final Map<String, FakeContainer> containers = new LinkedHashMap<>();
  final Map<String, Json> networks = new LinkedHashMap<>();
  final Map<String, Json> volumes = new LinkedHashMap<>();

  /** ID of each image, by name. */
  final Map<String, String> images = new LinkedHashMap<>();

  final List<Map<String, Object>> events = new ArrayList<>();
  private final Condition changed = lock.newCondition();
  private final long engine = ThreadLocalRandom.current().nextLong();
  private int ids;
  private Instant lastMoment = Instant.EPOCH;

  String newId() {
    ids++;
    // Distinct from the first characters on, for people use short ones, and on every engine.
    return "%08x%016x%040x".formatted(ids * 0x9E3779B1, engine, ids);
  }

  FakeContainer container(String reference) {
    FakeContainer exact = containers.get(reference);
    if (exact != null) {
      return exact;
    }
    return containers.values().stream()
        .filter(c -> c.name.equals(reference))
        .findFirst()
        .or(() -> containers.values().stream().filter(c -> c.id.startsWith(reference)).findFirst())
        .orElseThrow(() -> new Refused(404, "No such container: " + reference));
  }

  Optional<String> imageId(String reference) {
    ImageName name = ImageName.parse(reference);
    return Optional.ofNullable(images.get(name.repository() + ":" + name.tag()))
        .or(() -> images.values().stream().filter(reference::equals).findFirst())
        .or(() ->
            images.values().stream()
                .filter(id -> id.startsWith("sha256:" + reference))
                .findFirst());
  }

  static boolean haveLabels(Map<String, String> labels, List<String> wanted) {
    return wanted.stream()
        .allMatch(want -> {
          int equals = want.indexOf('=');
          return equals < 0
              ? labels.containsKey(want)
              : want.substring(equals + 1).equals(labels.get(want.substring(0, equals)));
        });
  }

  void happened(FakeContainer container, String action) {
    Map<String, String> attributes = new LinkedHashMap<>(container.labels());
    attributes.put("name", container.name);
    attributes.put("image", container.field("Image").text());
    if (action.equals("die")) {
      attributes.put("exitCode", Integer.toString(container.exitCode));
    }
    Instant now = Instant.now();
    lastMoment = now.isAfter(lastMoment) ? now : lastMoment.plusNanos(1);
    events.add(
        Map.of(
            "Type",
            "container",
            "Action",
            action,
            "Actor",
            Map.of("ID", container.id, "Attributes", attributes),
            "time",
            lastMoment.getEpochSecond(),
            "timeNano",
            lastMoment.getEpochSecond() * 1_000_000_000L + lastMoment.getNano()));
    changed.signalAll();
  }

  /** Its output is no event. */
  void said(FakeContainer container, String line) {
    container.log.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    changed.signalAll();
  }

  /** Lets go of the lock until something may have happened: callers look again. */
  @SuppressWarnings("WaitNotInLoop")
  void awaitChange() throws InterruptedException {
    changed.await();
  }
}
