package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/** The volumes of an engine, over HTTP. */
final class HttpVolumes implements Volumes {
  private final Client client;

  HttpVolumes(Client client) {
    this.client = client;
  }

  @Override
  public List<Volume> list(List<String> labels) throws EngineException {
    Request request = Filters.apply(Request.get("list volumes", "/volumes"), labels, Map.of());
    return client.json(request).at("Volumes").elements().stream().map(HttpVolumes::volume).toList();
  }

  @Override
  public Volume inspect(String name) throws EngineException {
    return volume(client.json(Request.get("inspect volume " + name, path(name))));
  }

  @Override
  public Volume create(VolumeSpec spec) throws EngineException {
    Request request =
        Request.post("create volume " + spec.name(), "/volumes/create")
            .json(
                new JsonFields()
                    .always("Name", spec.name())
                    .put("Driver", spec.driver())
                    .put("DriverOpts", spec.options())
                    .put("Labels", spec.labels()));
    return volume(client.json(request));
  }

  private static Volume volume(Json volume) {
    return new Volume(
        new VolumeSpec(
            volume.text("Name"),
            volume.text("Driver"),
            volume.textMap("Options"),
            volume.textMap("Labels")),
        volume.text("Mountpoint"));
  }

  @Override
  public void remove(String name) throws EngineException {
    client.status(Request.delete("remove volume " + name, path(name)));
  }

  private static String path(String name) {
    return "/volumes/" + Request.name(name);
  }
}
