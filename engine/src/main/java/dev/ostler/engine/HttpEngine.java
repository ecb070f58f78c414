package dev.ostler.engine;

/** An engine that is reached over HTTP. */
final class HttpEngine implements Engine {
  private final Client client;
  private final Containers containers;
  private final Images images;

  HttpEngine(Client client) {
    this.client = client;
    this.containers = new HttpContainers(client);
    this.images = new HttpImages(client);
  }

  @Override
  public String address() {
    return client.address();
  }

  @Override
  public ApiVersion ping() throws EngineException {
    return client.negotiate();
  }

  @Override
  public EngineVersion version() throws EngineException {
    Json version = client.json(Request.get("ask for the version", "/version"));
    boolean podman =
        version.at("Components").elements().stream()
            .anyMatch(component -> component.text("Name").startsWith("Podman"));
    return new EngineVersion(
        version.text("Version"),
        version.text("ApiVersion"),
        version.text("MinAPIVersion"),
        version.text("Os"),
        version.text("Arch"),
        podman);
  }

  @Override
  public Containers containers() {
    return containers;
  }

  @Override
  public Images images() {
    return images;
  }

  @Override
  public void close() {
    client.close();
  }
}
