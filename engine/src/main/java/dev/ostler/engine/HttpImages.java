package dev.ostler.engine;

import java.time.Instant;
import java.util.List;

/** The images of an engine, over HTTP. */
final class HttpImages implements Images {
  private static final String NO_NAME = "<none>";

  private final Client client;

  HttpImages(Client client) {
    this.client = client;
  }

  @Override
  public List<ImageSummary> list() throws EngineException {
    return client.json(Request.get("list images", "/images/json")).elements().stream()
        .map(HttpImages::summary)
        .toList();
  }

  private static ImageSummary summary(Json image) {
    return new ImageSummary(
        image.text("Id"),
        named(image.texts("RepoTags")),
        named(image.texts("RepoDigests")),
        Instant.ofEpochSecond(image.number("Created")),
        image.number("Size"),
        image.textMap("Labels"));
  }

  /** Older engines list "&lt;none&gt;:&lt;none&gt;" where there is nothing. */
  static List<String> named(List<String> names) {
    return names.stream().filter(name -> !name.contains(NO_NAME)).toList();
  }
}
