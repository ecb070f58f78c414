package dev.ostler.fleet;

import java.io.IOException;
import java.util.List;

/** Finds containers that somebody else made, and says what they are made from in our words. */
final class Adopter {
  private final Fleet fleet;
  private final SecretHash hash;

  Adopter(Fleet fleet, SecretHash hash) {
    this.fleet = fleet;
    this.hash = hash;
  }

  /** What is to be remembered of a container. */
  record Found(Adoption adoption, SpecFields spec) {}

  /**
   * Looks at the container that is to be a workload's.
   *
   * @param wanted its name, its ID, or the beginning of its ID
   * @throws FleetException if there is no such container, or if it is a fleet's already
   */
  Found find(Workload workload, String host, HostEngine engine, String wanted) throws IOException {
    List<ContainerView> found =
        engine.list().stream()
            .filter(
                container -> container.name().equals(wanted) || container.id().startsWith(wanted))
            .toList();
    if (found.isEmpty()) {
      throw cannot(wanted, host, "there is none of this name or ID");
    }
    if (found.size() > 1) {
      throw cannot(wanted, host, "several IDs begin so");
    }
    ContainerView container = found.getFirst();
    String owner = container.labels().get(Labels.FLEET);
    if (owner != null) {
      throw cannot(
          wanted,
          host,
          owner.equals(fleet.name()) ? "it is ours already" : "it belongs to fleet " + owner);
    }
    SpecFields should = SpecFields.of(workload, hash);
    SpecFields seen = should.asSeenIn(SpecFields.of(engine.inspect(container.id()).spec()), hash);
    return new Found(
        new Adoption(host, workload.key(), container.id(), seen.changesTo(should)), seen);
  }

  private static FleetException cannot(String wanted, String host, String why) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot adopt container " + wanted + " on " + host + ": " + why);
  }
}
