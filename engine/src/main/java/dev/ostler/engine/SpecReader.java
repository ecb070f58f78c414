package dev.ostler.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a container is made of from an inspection. */
final class SpecReader {
  private final Json config;
  private final Json host;
  private final Json networks;

  private SpecReader(Json container) {
    this.config = container.at("Config");
    this.host = container.at("HostConfig");
    this.networks = container.at("NetworkSettings").at("Networks");
  }

  /** What a container of an image gets if it says nothing else: an image has a "Config", too. */
  static ContainerSpec ofImage(Json image) {
    return read(image, image.text("Id"));
  }

  static ContainerSpec read(Json container) {
    String image = container.at("Config").text("Image");
    return read(container, image.isEmpty() ? container.text("Image") : image);
  }

  private static ContainerSpec read(Json container, String image) {
    SpecReader reader = new SpecReader(container);
    return new ContainerSpec(
        image,
        "",
        reader.config.textMap("Labels"),
        reader.program(),
        reader.storage(),
        reader.networking(),
        reader.lifecycle(),
        reader.privileges(),
        reader.resources(),
        new Logging(
            reader.host.at("LogConfig").text("Type"),
            reader.host.at("LogConfig").textMap("Config")));
  }

  private Program program() {
    return new Program(
        entrypoint(),
        config.texts("Cmd"),
        environment(),
        config.text("User"),
        config.text("WorkingDir"),
        config.flag("Tty"),
        config.flag("OpenStdin"),
        host.someFlag("Init"));
  }

  /** Podman writes one word where Docker writes a list. */
  private Optional<List<String>> entrypoint() {
    Optional<String> word = config.someText("Entrypoint");
    List<String> words = word.map(List::of).orElseGet(() -> config.texts("Entrypoint"));
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String variable : config.texts("Env")) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }

  private Storage storage() {
    List<Mount> mounts = new ArrayList<>();
    host.texts("Binds").forEach(bind -> mounts.add(MountJson.ofBind(bind)));
    host.at("Mounts").elements().forEach(mount -> mounts.add(MountJson.asked(mount)));
    return new Storage(
        mounts,
        host.textMap("Tmpfs"),
        host.flag("ReadonlyRootfs"),
        host.someNumber("ShmSize").map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private Networking networking() {
    Map<String, Networking.Attachment> attachments = new LinkedHashMap<>();
    networks.fields().forEach((name, network) -> attachments.put(name, attachment(network)));
    return new Networking(
        host.text("NetworkMode"),
        attachments,
        ports(),
        config.text("Hostname"),
        config.text("Domainname"),
        new Networking.Dns(host.texts("Dns"), host.texts("DnsSearch"), host.texts("DnsOptions")),
        host.texts("ExtraHosts"));
  }

  private static Networking.Attachment attachment(Json network) {
    Json fixed = network.at("IPAMConfig");
    return new Networking.Attachment(
        network.texts("Aliases"), fixed.text("IPv4Address"), fixed.text("IPv6Address"), "");
  }

  private List<Networking.Port> ports() {
    List<Networking.Port> ports = new ArrayList<>();
    host.at("PortBindings")
        .fields()
        .forEach((port, bindings) ->
            bindings.elements().forEach(binding -> ports.add(port(port, binding))));
    return ports;
  }

  private static Networking.Port port(String port, Json binding) {
    PublishedPort published = PortJson.published(port, binding);
    return new Networking.Port(
        published.container(), published.protocol(), published.hostAddress(), published.host());
  }

  private Lifecycle lifecycle() {
    Json restart = host.at("RestartPolicy");
    Restart.Policy policy = Restart.Policy.of(restart.text("Name"));
    int retries = policy == Restart.Policy.ON_FAILURE ? restart.integer("MaximumRetryCount") : 0;
    return new Lifecycle(
        new Restart(policy, Math.max(0, retries)),
        Optional.of(config.at("Healthcheck")).filter(Json::isObject).map(SpecReader::health),
        config.text("StopSignal"),
        config.someNumber("StopTimeout").map(Duration::ofSeconds),
        host.flag("AutoRemove"));
  }

  private static HealthCheck health(Json check) {
    return new HealthCheck(
        check.texts("Test"),
        nanos(check, "Interval"),
        nanos(check, "Timeout"),
        nanos(check, "StartPeriod"),
        nanos(check, "StartInterval"),
        Math.max(0, check.integer("Retries")));
  }

  private static Optional<Duration> nanos(Json check, String field) {
    return check.someNumber(field).filter(nanos -> nanos > 0).map(Duration::ofNanos);
  }

  private Privileges privileges() {
    return new Privileges(
        host.flag("Privileged"),
        capabilities("CapAdd"),
        capabilities("CapDrop"),
        host.texts("SecurityOpt"),
        host.at("Devices").elements().stream().map(SpecReader::device).toList(),
        host.texts("GroupAdd"),
        new Privileges.Namespaces(
            host.text("PidMode"),
            host.text("IpcMode"),
            host.text("UsernsMode"),
            host.text("UTSMode"),
            host.text("CgroupnsMode")),
        host.textMap("Sysctls"));
  }

  /** Newer engines and Podman write CAP_ before what was asked for without. */
  private List<String> capabilities(String field) {
    return host.texts(field).stream()
        .map(name -> name.startsWith("CAP_") ? name.substring("CAP_".length()) : name)
        .toList();
  }

  private static Privileges.Device device(Json device) {
    return new Privileges.Device(
        device.text("PathOnHost"),
        device.text("PathInContainer"),
        device.text("CgroupPermissions"));
  }

  private Resources resources() {
    return new Resources(
        Math.max(0, host.number("Memory")),
        Math.max(0, host.number("MemoryReservation")),
        Math.max(-1, host.number("MemorySwap")),
        Math.max(0, host.number("NanoCpus")),
        Math.max(0, host.number("CpuShares")),
        host.text("CpusetCpus"),
        Math.max(0, host.number("PidsLimit")),
        host.integer("OomScoreAdj"),
        host.at("Ulimits").elements().stream()
            .map(u -> new Resources.Ulimit(u.text("Name"), u.number("Soft"), u.number("Hard")))
            .toList());
  }
}
