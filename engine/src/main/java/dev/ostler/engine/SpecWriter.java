package dev.ostler.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a specification as the engine wants it at creation. */
final class SpecWriter {
  private final ContainerSpec spec;

  private SpecWriter(ContainerSpec spec) {
    this.spec = spec;
  }

  static JsonFields write(ContainerSpec spec) {
    return new SpecWriter(spec).all();
  }

  private JsonFields all() {
    Program program = spec.program();
    Networking networking = spec.networking();
    Lifecycle lifecycle = spec.lifecycle();
    return new JsonFields()
        .always("Image", spec.image())
        .put("Labels", spec.labels())
        .put("Entrypoint", program.entrypoint().map(SpecWriter::entrypoint))
        .put("Cmd", program.command())
        .put("Env", environment(program.environment()))
        .put("User", program.user())
        .put("WorkingDir", program.workingDirectory())
        .put("Tty", program.terminal())
        .put("OpenStdin", program.standardInput())
        .put("Hostname", networking.hostname())
        .put("Domainname", networking.domainname())
        .put("ExposedPorts", exposed(networking.ports()))
        .put("StopSignal", lifecycle.stopSignal())
        .put("StopTimeout", lifecycle.stopTimeout().map(Duration::toSeconds))
        .put("Healthcheck", lifecycle.health().map(SpecWriter::health))
        .put("HostConfig", host())
        .put("NetworkingConfig", new JsonFields().put("EndpointsConfig", attachments()));
  }

  /** Engines take an empty list for "the image's"; one empty word is "none". */
  private static List<String> entrypoint(List<String> words) {
    return words.isEmpty() ? List.of("") : words;
  }

  static List<String> environment(Map<String, String> variables) {
    return variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue()).toList();
  }

  private static Map<String, Object> health(HealthCheck check) {
    return new JsonFields()
        .put("Test", check.test())
        .put("Interval", check.interval().map(Duration::toNanos))
        .put("Timeout", check.timeout().map(Duration::toNanos))
        .put("StartPeriod", check.startPeriod().map(Duration::toNanos))
        .put("StartInterval", check.startInterval().map(Duration::toNanos))
        .put("Retries", check.retries())
        .map();
  }

  private JsonFields host() {
    JsonFields host = new JsonFields();
    storage(host, spec.storage());
    networking(host, spec.networking());
    privileges(host, spec.privileges());
    resources(host, spec.resources());
    return host.put("RestartPolicy", restart(spec.lifecycle().restart()))
        .put("AutoRemove", spec.lifecycle().autoRemove())
        .put("Init", spec.program().init())
        .put(
            "LogConfig",
            new JsonFields()
                .put("Type", spec.logging().driver())
                .put("Config", spec.logging().options()));
  }

  static JsonFields restart(Restart restart) {
    return new JsonFields()
        .always("Name", restart.policy().word())
        .put("MaximumRetryCount", restart.retries());
  }

  private static void storage(JsonFields host, Storage storage) {
    host.put("Binds", storage.mounts().stream().flatMap(MountJson::writeBind).toList())
        .put("Mounts", storage.mounts().stream().flatMap(MountJson::write).toList())
        .put("Tmpfs", storage.tmpfs())
        .put("ReadonlyRootfs", storage.readOnlyRoot());
    storage.sharedMemory().ifPresent(bytes -> host.put("ShmSize", bytes));
  }

  private static void networking(JsonFields host, Networking networking) {
    host.put("NetworkMode", networking.mode())
        .put("PortBindings", bindings(networking.ports()))
        .put("Dns", networking.dns().servers())
        .put("DnsSearch", networking.dns().search())
        .put("DnsOptions", networking.dns().options())
        .put("ExtraHosts", networking.extraHosts());
  }

  private static Map<String, Object> exposed(List<Networking.Port> ports) {
    Map<String, Object> exposed = new TreeMap<>();
    ports.forEach(port -> exposed.put(port.container() + "/" + port.protocol(), Map.of()));
    return exposed;
  }

  private static Map<String, List<Map<String, Object>>> bindings(List<Networking.Port> ports) {
    Map<String, List<Map<String, Object>>> bindings = new LinkedHashMap<>();
    for (Networking.Port port : ports) {
      bindings
          .computeIfAbsent(port.container() + "/" + port.protocol(), _ -> new ArrayList<>())
          .add(
              new JsonFields()
                  .put("HostIp", port.hostAddress())
                  .always("HostPort", port.host() == 0 ? "" : Integer.toString(port.host()))
                  .map());
    }
    return bindings;
  }

  private Map<String, Object> attachments() {
    Map<String, Object> attachments = new LinkedHashMap<>();
    spec.networking()
        .attachments()
        .forEach((name, how) -> attachments.put(name, attachment(how).map()));
    return attachments;
  }

  static JsonFields attachment(Networking.Attachment how) {
    return new JsonFields()
        .put("Aliases", how.aliases())
        .put("MacAddress", how.macAddress())
        .put(
            "IPAMConfig",
            new JsonFields().put("IPv4Address", how.ipv4()).put("IPv6Address", how.ipv6()));
  }

  private static void privileges(JsonFields host, Privileges privileges) {
    Privileges.Namespaces namespaces = privileges.namespaces();
    host.put("Privileged", privileges.privileged())
        .put("CapAdd", privileges.capabilitiesAdded())
        .put("CapDrop", privileges.capabilitiesDropped())
        .put("SecurityOpt", privileges.securityOptions())
        .put("Devices", privileges.devices().stream().map(SpecWriter::device).toList())
        .put("GroupAdd", privileges.groups())
        .put("PidMode", namespaces.pid())
        .put("IpcMode", namespaces.ipc())
        .put("UsernsMode", namespaces.user())
        .put("UTSMode", namespaces.uts())
        .put("CgroupnsMode", namespaces.cgroup())
        .put("Sysctls", privileges.sysctls());
  }

  private static Map<String, Object> device(Privileges.Device device) {
    return new JsonFields()
        .put("PathOnHost", device.host())
        .put("PathInContainer", device.container())
        .put("CgroupPermissions", device.permissions())
        .map();
  }

  static JsonFields update(Restart restart, Resources resources) {
    JsonFields fields = new JsonFields().always("RestartPolicy", restart(restart));
    changeable(fields, resources);
    if (resources.memory() > 0 && resources.memorySwap() == 0) {
      // What an engine takes at creation; else it refuses memory beyond the swap it took then.
      fields.put("MemorySwap", 2 * resources.memory());
    }
    return fields;
  }

  private static void changeable(JsonFields fields, Resources resources) {
    fields
        .put("Memory", resources.memory())
        .put("MemoryReservation", resources.memoryReservation())
        .put("MemorySwap", resources.memorySwap())
        .put("NanoCpus", resources.nanoCpus())
        .put("CpuShares", resources.cpuShares())
        .put("CpusetCpus", resources.cpuset())
        .put("PidsLimit", Optional.of(resources.processes()).filter(limit -> limit > 0));
  }

  private static void resources(JsonFields host, Resources resources) {
    changeable(host, resources);
    host.put("OomScoreAdj", resources.outOfMemoryScore())
        .put("Ulimits", resources.ulimits().stream().map(SpecWriter::ulimit).toList());
  }

  private static Map<String, Object> ulimit(Resources.Ulimit limit) {
    return new JsonFields()
        .put("Name", limit.name())
        .always("Soft", limit.soft())
        .always("Hard", limit.hard())
        .map();
  }
}
