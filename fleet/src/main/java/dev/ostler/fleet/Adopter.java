package dev.ostler.fleet;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds containers that somebody else made, and says what they are made from in our words. */
final class Adopter {
  /** As many digits of an ID as engines show. */
  private static final int SHORT_ID = 12;

  private final Fleet fleet;
  private final Recorded recorded;
  private final SecretHash hash;

  Adopter(Fleet fleet, Recorded recorded, SecretHash hash) {
    this.fleet = fleet;
    this.recorded = recorded;
    this.hash = hash;
  }

  /**
   * What is to be remembered of a container.
   *
   * @param generation newer than all that are kept, which were before it
   */
  record Found(Adoption adoption, SpecFields spec, long generation) {
    Recorded.Note note() {
      return Recorded.Note.of(adoption.workload()).with(spec).ofGeneration(generation);
    }
  }

  /**
   * Looks at the container that is to be a workload's.
   *
   * @param given its name, its ID, or the beginning of its ID; the workload's own name if absent
   * @throws FleetException if there is no such container, if it is a fleet's already, or if the
   *     workload has another one
   */
  Found find(Workload workload, String host, HostEngine engine, Optional<String> given)
      throws IOException {
    String wanted = given.orElse(workload.name());
    List<ContainerView> all = engine.list();
    ContainerView container = choose(all, wanted, given.isPresent(), host);
    String owner = container.labels().get(Labels.FLEET);
    if (owner != null) {
      throw cannot(
          wanted,
          host,
          owner.equals(fleet.name()) ? "it is ours already" : "it belongs to fleet " + owner);
    }
    String of = recorded.note(host, container.id()).map(Recorded.Note::workload).orElse("");
    if (!of.isEmpty() && !of.equals(workload.key())) {
      throw cannot(wanted, host, "it is ours already, for " + of);
    }
    Family family =
        new Families(new Families.Site(fleet.name(), host, all), recorded, hash).of(workload);
    requirePlaceFor(container, family, host);
    SpecFields should = SpecFields.of(workload, hash);
    SpecFields seen = should.asSeenIn(SpecFields.of(engine.inspect(container.id()).spec()), hash);
    return new Found(
        new Adoption(host, workload.key(), container.id(), seen.changesTo(should)),
        seen,
        generation(container, family));
  }

  /** By its name; a name that nobody has may be the beginning of an ID by chance. */
  private static ContainerView choose(
      List<ContainerView> all, String wanted, boolean mayBeId, String host) throws FleetException {
    Optional<ContainerView> named =
        all.stream().filter(container -> container.name().equals(wanted)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    List<ContainerView> begin =
        all.stream().filter(container -> container.id().startsWith(wanted)).toList();
    if (!mayBeId || begin.isEmpty()) {
      throw cannot(wanted, host, "there is none of this name or ID");
    }
    if (wanted.length() < SHORT_ID) {
      throw cannot(
          wanted,
          host,
          "there is none of this name; give " + SHORT_ID + " digits of an ID or more");
    }
    if (begin.size() > 1) {
      throw cannot(wanted, host, "several IDs begin so");
    }
    return begin.getFirst();
  }

  /** Of two, one would be taken for the one before the other, and removed some day. */
  private static void requirePlaceFor(ContainerView container, Family family, String host)
      throws FleetException {
    for (Member own : Arrays.asList(family.current(), family.next())) {
      if (own != null && !own.id().equals(container.id())) {
        throw cannot(
            container.name(),
            host,
            "the fleet has container " + own.name() + " in that place; remove it first");
      }
    }
  }

  /** The one that is adopted again stays what it is. */
  private static long generation(ContainerView container, Family family) {
    return family.members().stream()
        .filter(member -> member.id().equals(container.id()))
        .map(Member::generation)
        .findFirst()
        .orElse(family.members().isEmpty() ? 0 : family.nextGeneration());
  }

  private static FleetException cannot(String wanted, String host, String why) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot adopt container " + wanted + " on " + host + ": " + why);
  }
}
