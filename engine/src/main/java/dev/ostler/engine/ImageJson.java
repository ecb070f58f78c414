package dev.ostler.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Images as engines write them. */
final class ImageJson {
  private ImageJson() {}

  static ImageSummary summary(Json image) {
    return new ImageSummary(
        image.text("Id"),
        named(image.texts("RepoTags")),
        named(image.texts("RepoDigests")),
        Instant.ofEpochSecond(image.number("Created")),
        image.number("Size"),
        image.textMap("Labels"));
  }

  static ImageDetails details(Json image) {
    Json config = image.at("Config");
    // An image has no host's part: what is read of it are the defaults.
    ContainerSpec spec = SpecReader.ofImage(image);
    return new ImageDetails(
        image.text("Id"),
        named(image.texts("RepoTags")),
        named(image.texts("RepoDigests")),
        image.moment("Created").orElse(Instant.EPOCH),
        image.number("Size"),
        platform(image),
        spec.labels(),
        spec.program(),
        spec.lifecycle(),
        List.copyOf(config.at("ExposedPorts").fields().keySet()),
        List.copyOf(config.at("Volumes").fields().keySet()));
  }

  private static String platform(Json image) {
    String variant = image.text("Variant");
    return image.text("Os")
        + "/"
        + image.text("Architecture")
        + (variant.isEmpty() ? "" : "/" + variant);
  }

  /** Older engines list "&lt;none&gt;:&lt;none&gt;" where there is nothing. */
  private static List<String> named(List<String> names) {
    return names.stream().filter(name -> !name.contains("<none>")).toList();
  }

  static TransferProgress progress(Json line) {
    Json detail = line.at("progressDetail");
    String status = line.text("status");
    return new TransferProgress(
        line.text("id"),
        status.isEmpty() ? line.text("stream").strip() : status,
        detail.number("current"),
        detail.number("total"));
  }

  /** The error of a line; empty if it has none. */
  static String error(Json line) {
    String detail = line.at("errorDetail").text("message");
    return detail.isEmpty() ? line.text("error") : detail;
  }

  /** What was loaded, if a line says so: "Loaded image: NAME" or "Loaded image ID: ID". */
  static Optional<String> loaded(Json line) {
    String text = line.text("stream").strip();
    int colon = text.indexOf(": ");
    return text.startsWith("Loaded image") && colon > 0
        ? Optional.of(text.substring(colon + 2))
        : Optional.empty();
  }
}
