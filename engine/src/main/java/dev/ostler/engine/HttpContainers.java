package dev.ostler.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The containers of an engine, over HTTP. */
final class HttpContainers implements Containers {
  /** What an engine gives a container to end, if nobody says otherwise. */
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  private final Client client;

  HttpContainers(Client client) {
    this.client = client;
  }

  @Override
  public List<ContainerSummary> list(ContainerQuery query) throws EngineException {
    Request request = Request.get("list containers", "/containers/json");
    return client.json(query.applyTo(request)).elements().stream()
        .map(ContainerJson::summary)
        .toList();
  }

  @Override
  public ContainerDetails inspect(String container) throws EngineException {
    return ContainerJson.details(
        client.json(Request.get("inspect container " + container, path(container, "/json"))));
  }

  @Override
  public Created create(String name, ContainerSpec spec) throws EngineException {
    Request request =
        Request.post("create container " + name, "/containers/create")
            .query("name", name)
            .json(SpecWriter.write(spec));
    if (!spec.platform().isEmpty()) {
      request.query("platform", spec.platform());
    }
    Json created = client.json(request);
    return new Created(created.text("Id"), created.texts("Warnings"));
  }

  @Override
  public boolean start(String container) throws EngineException {
    return changed(Request.post("start container " + container, path(container, "/start")));
  }

  @Override
  public boolean stop(String container, Optional<Duration> grace) throws EngineException {
    Request request = Request.post("stop container " + container, path(container, "/stop"));
    grace.ifPresent(time -> request.query("t", seconds(time)));
    return changed(request.waiting(grace.orElse(DEFAULT_GRACE)));
  }

  @Override
  public void remove(String container, Removal how) throws EngineException {
    client.status(
        Request.delete("remove container " + container, path(container, ""))
            .query("force", how.force())
            .query("v", how.volumes()));
  }

  /** Whether something was done: 304 says that it was so already. */
  private boolean changed(Request request) throws EngineException {
    return client.status(request) != 304;
  }

  /** Whole seconds, never fewer than wanted. */
  private static String seconds(Duration time) {
    return Long.toString(time.plusSeconds(1).minusNanos(1).toSeconds());
  }

  private static String path(String container, String rest) {
    return "/containers/" + Request.name(container) + rest;
  }
}
