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
    return changed(request.waiting(graceOf(container, grace)));
  }

  /** If nobody says how long, the engine waits as long as the container was made with. */
  private Duration graceOf(String container, Optional<Duration> grace) throws EngineException {
    return grace.isPresent()
        ? grace.get()
        : inspect(container)
            .spec()
            .lifecycle()
            .stopTimeout()
            .filter(own -> !own.isNegative())
            .orElse(DEFAULT_GRACE);
  }

  @Override
  public void kill(String container, String signal) throws EngineException {
    client.status(
        Request.post("send " + signal + " to container " + container, path(container, "/kill"))
            .query("signal", signal));
  }

  @Override
  public void restart(String container, Optional<Duration> grace) throws EngineException {
    Request request = Request.post("restart container " + container, path(container, "/restart"));
    grace.ifPresent(time -> request.query("t", seconds(time)));
    client.status(request.waiting(graceOf(container, grace)));
  }

  @Override
  public void pause(String container) throws EngineException {
    client.status(Request.post("pause container " + container, path(container, "/pause")));
  }

  @Override
  public void unpause(String container) throws EngineException {
    client.status(Request.post("unpause container " + container, path(container, "/unpause")));
  }

  @Override
  public void rename(String container, String name) throws EngineException {
    client.status(
        Request.post("rename container " + container + " to " + name, path(container, "/rename"))
            .query("name", name));
  }

  @Override
  public int waitFor(String container, Duration within) throws EngineException {
    Request request =
        Request.post("wait for the end of container " + container, path(container, "/wait"))
            .flow(Request.Flow.FOLLOW)
            .within(within)
            .asQuestion();
    Json ended = client.json(request);
    String error = ended.at("Error").text("Message");
    if (!error.isEmpty()) {
      throw client.failed(request, error);
    }
    return ended.integer("StatusCode");
  }

  @Override
  public void update(String container, Restart restart, Resources resources)
      throws EngineException {
    client.status(
        Request.post("update container " + container, path(container, "/update"))
            .json(SpecWriter.update(restart, resources)));
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
