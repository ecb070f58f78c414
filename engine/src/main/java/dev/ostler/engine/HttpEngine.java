package dev.ostler.engine;

import java.time.Duration;

/** An engine that is reached over HTTP. */
final class HttpEngine implements Engine {
  private final Client client;
  private final Containers containers;
  private final ContainerFiles files;
  private final Processes processes;
  private final Images images;
  private final Networks networks;
  private final Volumes volumes;

  HttpEngine(Client client) {
    this.client = client;
    this.containers = new HttpContainers(client);
    this.files = new HttpContainerFiles(client);
    this.processes = new HttpProcesses(client);
    this.images = new HttpImages(client);
    this.networks = new HttpNetworks(client);
    this.volumes = new HttpVolumes(client);
  }

  @Override
  public String address() {
    return client.address();
  }

  @Override
  public Duplex dialFromHost(String host, int port, Duration within) throws EngineException {
    return client.transport().dialer().dialFromHost(host, port, within);
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
  public Events events(EventQuery query) {
    return new Events(client, query);
  }

  @Override
  public Containers containers() {
    return containers;
  }

  @Override
  public ContainerFiles files() {
    return files;
  }

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public Images images() {
    return images;
  }

  @Override
  public Networks networks() {
    return networks;
  }

  @Override
  public Volumes volumes() {
    return volumes;
  }

  @Override
  public void close() {
    client.close();
  }
}
