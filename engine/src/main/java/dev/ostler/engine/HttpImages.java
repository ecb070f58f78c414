package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The images of an engine, over HTTP. */
final class HttpImages implements Images {
  private final Client client;

  HttpImages(Client client) {
    this.client = client;
  }

  @Override
  public List<ImageSummary> list() throws EngineException {
    return client.json(Request.get("list images", "/images/json")).elements().stream()
        .map(ImageJson::summary)
        .toList();
  }

  @Override
  public ImageDetails inspect(String image) throws EngineException {
    return ImageJson.details(
        client.json(Request.get("inspect image " + image, path(image, "/json"))));
  }

  @Override
  public void pull(PullSpec what, Consumer<TransferProgress> progress) throws EngineException {
    ImageName name = ImageName.parse(what.image());
    Request request =
        Request.post("pull image " + what.image(), "/images/create")
            .query("fromImage", name.repository())
            .query("tag", name.tag())
            .flow(Request.Flow.TRANSFER);
    if (!what.platform().isEmpty()) {
      request.query("platform", what.platform());
    }
    if (!what.login().header().isEmpty()) {
      request.header("X-Registry-Auth", what.login().header());
    }
    follow(request, line -> progress.accept(ImageJson.progress(line)));
  }

  /** Reads an answer that tells how far it has come, and its failure in the middle of it. */
  private void follow(Request request, Consumer<Json> each) throws EngineException {
    try (Answer answer = client.open(request)) {
      JsonLines lines = new JsonLines(answer.body());
      for (Optional<Json> line = lines.next(); line.isPresent(); line = lines.next()) {
        String error = ImageJson.error(line.get());
        if (!error.isEmpty()) {
          throw client.failed(request, error);
        }
        each.accept(line.get());
      }
    } catch (IOException e) {
      throw client.failure(request, e);
    } catch (IllegalArgumentException e) {
      throw client.failed(request, "its progress is " + e.getMessage());
    }
  }

  @Override
  public void tag(String image, String name) throws EngineException {
    ImageName parsed = ImageName.parse(name);
    client.status(
        Request.post("tag image " + image + " as " + name, path(image, "/tag"))
            .query("repo", parsed.repository())
            .query("tag", parsed.tag()));
  }

  @Override
  public void remove(String image, boolean force) throws EngineException {
    client.status(Request.delete("remove image " + image, path(image, "")).query("force", force));
  }

  @Override
  public void save(List<String> images, OutputStream out) throws IOException {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("at least one image must be named");
    }
    Request request =
        Request.get("save images " + String.join(", ", images), "/images/get")
            .flow(Request.Flow.TRANSFER);
    images.forEach(image -> request.query("names", image));
    try (Answer answer = client.open(request)) {
      answer.body().transferTo(out);
    }
  }

  @Override
  public List<String> load(InputStream archive, Consumer<TransferProgress> progress)
      throws EngineException {
    List<String> loaded = new ArrayList<>();
    Request request =
        Request.post("load images", "/images/load")
            .body(new Body.Streamed("application/x-tar", archive::transferTo))
            .flow(Request.Flow.TRANSFER);
    follow(
        request,
        line -> {
          ImageJson.loaded(line).ifPresent(loaded::add);
          progress.accept(ImageJson.progress(line));
        });
    return loaded;
  }

  private static String path(String image, String rest) {
    return "/images/" + Request.name(image) + rest;
  }
}
