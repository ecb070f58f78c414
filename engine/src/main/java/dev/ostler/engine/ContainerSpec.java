package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/**
 * Everything that a container is made of. What is left empty is the image's or the engine's choice.
 *
 * @param image name, digest or ID of the image; never empty
 * @param platform such as {@code linux/arm64}; empty for the engine's own
 * @param labels of the container
 * @param program what runs in it
 * @param storage what it sees of files
 * @param networking how it is reached
 * @param lifecycle when it ends and begins again
 * @param privileges what it may do
 * @param resources what it may use
 * @param logging where its output goes
 */
public record ContainerSpec(
    String image,
    String platform,
    Map<String, String> labels,
    Program program,
    Storage storage,
    Networking networking,
    Lifecycle lifecycle,
    Privileges privileges,
    Resources resources,
    Logging logging) {
  /** Checks and copies. */
  public ContainerSpec {
    if (image.isBlank()) {
      throw new IllegalArgumentException("a container needs an image");
    }
    labels = Copies.of(labels);
  }

  /**
   * A container with nothing but an image.
   *
   * @param image its name, digest or ID
   * @return the specification
   */
  public static ContainerSpec of(String image) {
    return new ContainerSpec(
        image,
        "",
        Map.of(),
        Program.OF_IMAGE,
        Storage.NONE,
        Networking.DEFAULT,
        Lifecycle.DEFAULT,
        Privileges.DEFAULT,
        Resources.UNLIMITED,
        Logging.DEFAULT);
  }

  /**
   * Returns the same with another platform.
   *
   * @param other such as {@code linux/arm64}
   * @return the specification
   */
  public ContainerSpec withPlatform(String other) {
    return new ContainerSpec(
        image,
        other,
        labels,
        program,
        storage,
        networking,
        lifecycle,
        privileges,
        resources,
        logging);
  }

  /**
   * Returns the same with other labels.
   *
   * @param other all of them
   * @return the specification
   */
  public ContainerSpec withLabels(Map<String, String> other) {
    return new ContainerSpec(
        image,
        platform,
        other,
        program,
        storage,
        networking,
        lifecycle,
        privileges,
        resources,
        logging);
  }

  /**
   * Returns the same running something else.
   *
   * @param other what runs
   * @return the specification
   */
  public ContainerSpec withProgram(Program other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        other,
        storage,
        networking,
        lifecycle,
        privileges,
        resources,
        logging);
  }

  /**
   * Returns the same running a command.
   *
   * @param command its words
   * @return the specification
   */
  public ContainerSpec withCommand(String... command) {
    return withProgram(program.withCommand(List.of(command)));
  }

  /**
   * Returns the same with other storage.
   *
   * @param other what it sees of files
   * @return the specification
   */
  public ContainerSpec withStorage(Storage other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        program,
        other,
        networking,
        lifecycle,
        privileges,
        resources,
        logging);
  }

  /**
   * Returns the same with another network.
   *
   * @param other how it is reached
   * @return the specification
   */
  public ContainerSpec withNetworking(Networking other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        program,
        storage,
        other,
        lifecycle,
        privileges,
        resources,
        logging);
  }

  /**
   * Returns the same with another life cycle.
   *
   * @param other when it ends and begins again
   * @return the specification
   */
  public ContainerSpec withLifecycle(Lifecycle other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        program,
        storage,
        networking,
        other,
        privileges,
        resources,
        logging);
  }

  /**
   * Returns the same with other privileges.
   *
   * @param other what it may do
   * @return the specification
   */
  public ContainerSpec withPrivileges(Privileges other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        program,
        storage,
        networking,
        lifecycle,
        other,
        resources,
        logging);
  }

  /**
   * Returns the same with other limits.
   *
   * @param other what it may use
   * @return the specification
   */
  public ContainerSpec withResources(Resources other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        program,
        storage,
        networking,
        lifecycle,
        privileges,
        other,
        logging);
  }

  /**
   * Returns the same logging elsewhere.
   *
   * @param other where its output goes
   * @return the specification
   */
  public ContainerSpec withLogging(Logging other) {
    return new ContainerSpec(
        image,
        platform,
        labels,
        program,
        storage,
        networking,
        lifecycle,
        privileges,
        resources,
        other);
  }
}
