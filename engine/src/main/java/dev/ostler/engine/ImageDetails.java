package dev.ostler.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An image in full, with what a container of it gets if it says nothing else.
 *
 * @param id its whole ID
 * @param tags its names with tags
 * @param digests its names with digests
 * @param created when it was built
 * @param bytes its size with all layers
 * @param platform such as {@code linux/amd64}
 * @param labels of the image
 * @param program what it runs
 * @param lifecycle its health check and stop signal
 * @param ports that it exposes, such as {@code 80/tcp}
 * @param volumes paths that become volumes
 */
public record ImageDetails(
    String id,
    List<String> tags,
    List<String> digests,
    Instant created,
    long bytes,
    String platform,
    Map<String, String> labels,
    Program program,
    Lifecycle lifecycle,
    List<String> ports,
    List<String> volumes) {
  /** Copies. */
  public ImageDetails {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    labels = Copies.of(labels);
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
  }
}
