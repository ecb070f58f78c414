package dev.ostler.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An image as a list shows it.
 *
 * @param id its whole ID
 * @param tags its names with tags; none if it has lost them
 * @param digests its names with digests, as the registry knows it
 * @param created when it was built
 * @param bytes its size with all layers
 * @param labels of the image
 */
public record ImageSummary(
    String id,
    List<String> tags,
    List<String> digests,
    Instant created,
    long bytes,
    Map<String, String> labels) {
  /** Copies. */
  public ImageSummary {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    labels = Copies.of(labels);
  }
}
