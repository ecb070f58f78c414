package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container as its engine shows it.
 *
 * @param id the engine's
 * @param name without a leading slash
 * @param image what it was made from, as the engine names it now
 * @param imageId ID of that image
 * @param state what it is doing
 * @param labels all of its labels
 * @param networks networks that it is in
 * @param contents what was looked at in it; empty if nothing was
 */
record ContainerView(
    String id,
    String name,
    String image,
    String imageId,
    ContainerState state,
    Map<String, String> labels,
    Set<String> networks,
    Contents contents) {

  ContainerView {
    labels = Map.copyOf(labels);
    networks = Set.copyOf(networks);
  }

  /**
   * What was looked at in a container.
   *
   * @param files its managed files that are there, by path
   * @param accounts the users and groups that it knows
   * @param spec what it is made from, if it was inspected
   * @param imageNow the ID that its image's name stands for by now, if that was asked
   * @param bonds what ties it to others, if that was asked
   */
  record Contents(
      Map<String, FileView> files,
      Accounts accounts,
      Optional<ContainerSpec> spec,
      Optional<String> imageNow,
      Optional<Bonds> bonds) {
    static final Contents UNSEEN =
        new Contents(Map.of(), Accounts.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    Contents {
      files = Map.copyOf(files);
    }
  }

  /**
   * What ties a container to those whose namespaces it has.
   *
   * @param modes see {@link Sharing#modes}
   * @param started when it last began
   */
  record Bonds(List<String> modes, Optional<Instant> started) {
    Bonds {
      modes = List.copyOf(modes);
    }
  }

  ContainerView with(Contents other) {
    return new ContainerView(id, name, image, imageId, state, labels, networks, other);
  }

  /** Whether it was made for a moment, or never to run, to do something for that fleet. */
  boolean helps(String fleet) {
    return fleet.equals(labels.get(Labels.HELPER));
  }

  boolean isOf(String fleet) {
    return fleet.equals(labels.get(Labels.FLEET));
  }

  String workload() {
    return labels.getOrDefault(Labels.WORKLOAD, "");
  }

  long generation() {
    try {
      return Long.parseLong(labels.getOrDefault(Labels.GENERATION, "0"));
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }
}
