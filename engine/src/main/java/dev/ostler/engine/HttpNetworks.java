package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/** The networks of an engine, over HTTP. */
final class HttpNetworks implements Networks {
  private final Client client;

  HttpNetworks(Client client) {
    this.client = client;
  }

  @Override
  public List<Network> list(List<String> labels) throws EngineException {
    Request request = Request.get("list networks", "/networks");
    return client.json(Filters.apply(request, labels, Map.of())).elements().stream()
        .map(HttpNetworks::network)
        .toList();
  }

  @Override
  public Network inspect(String network) throws EngineException {
    return network(client.json(Request.get("inspect network " + network, path(network, ""))));
  }

  private static Network network(Json network) {
    return new Network(
        network.text("Id"),
        new NetworkSpec(
            network.text("Name"),
            network.text("Driver"),
            network.flag("Internal"),
            network.flag("EnableIPv6"),
            network.at("IPAM").at("Config").elements().stream()
                .map(config -> config.text("Subnet"))
                .filter(subnet -> !subnet.isEmpty())
                .toList(),
            network.textMap("Options"),
            network.textMap("Labels")));
  }

  @Override
  public String create(NetworkSpec spec) throws EngineException {
    JsonFields fields =
        new JsonFields()
            .always("Name", spec.name())
            .always("CheckDuplicate", true)
            .put("Driver", spec.driver())
            .put("Internal", spec.internal())
            .put("EnableIPv6", spec.ipv6())
            .put("IPAM", new JsonFields().put("Config", subnets(spec)))
            .put("Options", spec.options())
            .put("Labels", spec.labels());
    Request request = Request.post("create network " + spec.name(), "/networks/create");
    return client.json(request.json(fields)).text("Id");
  }

  private static List<Map<String, String>> subnets(NetworkSpec spec) {
    return spec.subnets().stream().map(subnet -> Map.of("Subnet", subnet)).toList();
  }

  @Override
  public void remove(String network) throws EngineException {
    client.status(Request.delete("remove network " + network, path(network, "")));
  }

  @Override
  public void connect(String network, String container, Networking.Attachment how)
      throws EngineException {
    client.status(
        Request.post(
                "connect container " + container + " to network " + network,
                path(network, "/connect"))
            .json(
                new JsonFields()
                    .always("Container", container)
                    .put("EndpointConfig", SpecWriter.attachment(how))));
  }

  private static String path(String network, String rest) {
    return "/networks/" + Request.name(network) + rest;
  }
}
