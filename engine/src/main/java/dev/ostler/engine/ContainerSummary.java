package dev.ostler.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A container as a list shows it.
 *
 * @param id its whole ID
 * @param names its name first, then names by links, without slashes before them
 * @param image as it was named when it was created; an ID if that name is another's now
 * @param imageId the ID of its image
 * @param created when, to the second
 * @param labels its own and its image's
 * @param state what it is doing
 * @param health what its health check found
 * @param statusText for people, such as {@code Up 2 hours}
 * @param ports exposed and published ones; none while it is not running
 * @param mounts what is mounted into it
 * @param networks the addresses it has, by network; empty if it has none
 */
public record ContainerSummary(
    String id,
    List<String> names,
    String image,
    String imageId,
    Instant created,
    Map<String, String> labels,
    ContainerState state,
    Health health,
    String statusText,
    List<PublishedPort> ports,
    List<Mount> mounts,
    Map<String, String> networks) {
  /** Copies. */
  public ContainerSummary {
    names = List.copyOf(names);
    labels = Copies.of(labels);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
    networks = Copies.of(networks);
  }

  /**
   * Returns its name.
   *
   * @return the first of the names; empty while it is being removed
   */
  public String name() {
    return names.isEmpty() ? "" : names.getFirst();
  }
}
