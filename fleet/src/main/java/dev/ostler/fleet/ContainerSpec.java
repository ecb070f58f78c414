package dev.ostler.fleet;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a container is made from. What is left empty is the image's or the engine's default, and no
 * difference from it is ever reported.
 *
 * @param image reference of the image: name with tag, digest, or ID
 * @param process what runs in it
 * @param network how it is reached and what it reaches
 * @param storage what is mounted in it
 * @param isolation what it may do
 * @param resources how much it may use
 * @param upkeep what the engine does for it while it lives
 * @param labels its own labels; Ostler's begin with {@code dev.ostler.} and are not among them
 */
public record ContainerSpec(
    String image,
    ProcessSpec process,
    NetworkSpec network,
    StorageSpec storage,
    IsolationSpec isolation,
    ResourceSpec resources,
    UpkeepSpec upkeep,
    Map<String, String> labels) {

  /** Checks the image and the labels. */
  public ContainerSpec {
    if (image.isBlank()) {
      throw new IllegalArgumentException("image must not be empty");
    }
    Objects.requireNonNull(process, "process");
    for (String label : labels.keySet()) {
      if (label.startsWith(Labels.PREFIX)) {
        throw new IllegalArgumentException(
            "label " + label + " is Ostler's own; use another name than " + Labels.PREFIX + "*");
      }
    }
    labels = Map.copyOf(new TreeMap<>(labels));
  }

  /**
   * A container with everything else left to the image and the engine.
   *
   * @param image reference of the image
   * @return its specification
   */
  public static ContainerSpec of(String image) {
    return new ContainerSpec(
        image,
        ProcessSpec.ofImage(),
        NetworkSpec.ofEngine(),
        StorageSpec.none(),
        IsolationSpec.ofEngine(),
        ResourceSpec.unlimited(),
        UpkeepSpec.ofEngine(),
        Map.of());
  }

  /**
   * The same with another process.
   *
   * @param other what runs
   * @return the new specification
   */
  public ContainerSpec with(ProcessSpec other) {
    return new ContainerSpec(image, other, network, storage, isolation, resources, upkeep, labels);
  }

  /**
   * The same with another network.
   *
   * @param other how it is reached
   * @return the new specification
   */
  public ContainerSpec with(NetworkSpec other) {
    return new ContainerSpec(image, process, other, storage, isolation, resources, upkeep, labels);
  }

  /**
   * The same with other mounts.
   *
   * @param other what is mounted
   * @return the new specification
   */
  public ContainerSpec with(StorageSpec other) {
    return new ContainerSpec(image, process, network, other, isolation, resources, upkeep, labels);
  }

  /**
   * The same with other rights.
   *
   * @param other what it may do
   * @return the new specification
   */
  public ContainerSpec with(IsolationSpec other) {
    return new ContainerSpec(image, process, network, storage, other, resources, upkeep, labels);
  }

  /**
   * The same with other limits.
   *
   * @param other how much it may use
   * @return the new specification
   */
  public ContainerSpec with(ResourceSpec other) {
    return new ContainerSpec(image, process, network, storage, isolation, other, upkeep, labels);
  }

  /**
   * The same with other upkeep.
   *
   * @param other what the engine does for it
   * @return the new specification
   */
  public ContainerSpec with(UpkeepSpec other) {
    return new ContainerSpec(image, process, network, storage, isolation, resources, other, labels);
  }

  /**
   * The same from another image.
   *
   * @param other reference of the image
   * @return the new specification
   */
  public ContainerSpec withImage(String other) {
    return new ContainerSpec(
        other, process, network, storage, isolation, resources, upkeep, labels);
  }

  /**
   * The same with other labels.
   *
   * @param other its own labels
   * @return the new specification
   */
  public ContainerSpec withLabels(Map<String, String> other) {
    return new ContainerSpec(image, process, network, storage, isolation, resources, upkeep, other);
  }
}
