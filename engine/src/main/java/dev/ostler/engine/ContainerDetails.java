package dev.ostler.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A container in full.
 *
 * @param id its whole ID
 * @param name its name, without a slash before it
 * @param imageId the ID of its image
 * @param created when
 * @param status what it does now
 * @param spec what it is made of, with what image and engine added
 * @param mounts what is mounted now; volumes made on the way have their names
 * @param ports as published now; none while it is not running
 * @param networks the addresses it has, by network; empty if it has none
 */
public record ContainerDetails(
    String id,
    String name,
    String imageId,
    Instant created,
    ContainerStatus status,
    ContainerSpec spec,
    List<Mount> mounts,
    List<PublishedPort> ports,
    Map<String, String> networks) {
  /** Copies. */
  public ContainerDetails {
    mounts = List.copyOf(mounts);
    ports = List.copyOf(ports);
    networks = Copies.of(networks);
  }
}
