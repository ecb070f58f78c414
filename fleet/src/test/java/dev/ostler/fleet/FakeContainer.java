package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.Health;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A container of a {@link FakeHost}, which runs nothing. */
final class FakeContainer {
  final String id;
  String name;
  ContainerSpec spec;
  final String imageId;
  ContainerState state = ContainerState.CREATED;
  final Map<String, FileView> files = new TreeMap<>();
  final Set<String> networks = new HashSet<>();
  final List<String> told = new ArrayList<>();
  int starts;
  Optional<Instant> started = Optional.empty();
  private int looks;
  private int endsAt = Integer.MAX_VALUE;
  private ContainerState endsAs = ContainerState.EXITED;
  private int startsAgainAt = Integer.MAX_VALUE;

  FakeContainer(String id, String name, ContainerSpec spec, String imageId) {
    this.id = id;
    this.name = name;
    this.spec = spec;
    this.imageId = imageId;
    networks.addAll(spec.networking().attachments().keySet());
  }

  ContainerView view() {
    return new ContainerView(
        id,
        name,
        spec.image(),
        imageId,
        state,
        spec.labels(),
        networks,
        ContainerView.Contents.UNSEEN);
  }

  ContainerStatus status() {
    looks++;
    state = looks == endsAt ? endsAs : state;
    Instant begun = started.orElse(Instant.EPOCH).plusSeconds(looks < startsAgainAt ? 0 : 1);
    return new ContainerStatus(
        state, Health.NONE, "", 0, 3, false, "", Optional.of(begun), Optional.empty(), 0);
  }

  /** It ends before somebody looks at it for the so-manieth time. */
  void endsAt(int look, ContainerState as) {
    endsAt = look;
    endsAs = as;
  }

  /** Somebody ends it and starts it again before it is looked at for the so-manieth time. */
  void startsAgainAt(int look) {
    startsAgainAt = look;
  }

  /** What is broken ends at once. */
  void start(boolean isBroken) throws IOException {
    if (state == ContainerState.PAUSED) {
      throw new IOException("cannot start a paused container");
    }
    starts++;
    state = isBroken ? ContainerState.EXITED : ContainerState.RUNNING;
  }

  void stop() throws IOException {
    if (state == ContainerState.PAUSED) {
      throw new IOException("cannot stop a paused container");
    }
    state = ContainerState.EXITED;
  }

  void requireStopped() throws IOException {
    if (state == ContainerState.RUNNING || state == ContainerState.PAUSED) {
      throw new IOException("cannot remove a running container");
    }
  }
}
