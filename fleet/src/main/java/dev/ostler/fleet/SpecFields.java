package dev.ostler.fleet;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A container's specification as flat texts, for comparing, showing and labelling. What is left to
 * the image or the engine has no field; what has no order is sorted; secrets are keyed hashes.
 */
record SpecFields(NavigableMap<String, String> values) {
  private static final String LATEST = ":latest";

  SpecFields {
    values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
  }

  static SpecFields of(ContainerSpec spec, SecretHash hash) {
    Collector to = new Collector(new TreeMap<>());
    to.put("image", withTag(spec.image()));
    process(to, spec.process(), hash);
    network(to, spec.network());
    to.sorted("mounts", spec.storage().mounts());
    to.all("tmpfs", spec.storage().tmpfs());
    isolation(to, spec.isolation());
    resources(to, spec.resources());
    upkeep(to, spec.upkeep());
    to.all("labels", spec.labels());
    return new SpecFields(to.fields());
  }

  /** A name without tag or digest means the tag {@code latest}. A port is no tag. */
  static String withTag(String image) {
    boolean hasTag = image.lastIndexOf(':') > image.lastIndexOf('/') || image.contains("@");
    boolean isId = image.matches("(sha256:)?[0-9a-f]{64}");
    return hasTag || isId ? image : image + LATEST;
  }

  private static void process(Collector to, ProcessSpec process, SecretHash hash) {
    to.list("entrypoint", process.entrypoint());
    to.list("command", process.command());
    to.put("user", process.user());
    process
        .environment()
        .forEach((name, value) ->
            to.fields()
                .put(
                    "environment." + name,
                    value.secret() ? hash.of(value.reveal()) : value.reveal()));
    to.put("working_dir", process.workingDirectory());
    to.flag("init", process.init());
    to.flag("tty", process.terminal());
    to.flag("stdin_open", process.openInput());
    to.put("stop_signal", process.stopSignal());
    process.stopWithin().ifPresent(within -> to.put("stop_grace_period", within.toString()));
  }

  private static void network(Collector to, NetworkSpec network) {
    to.put("network_mode", network.mode());
    network
        .networks()
        .forEach((name, aliases) -> to.fields().put("networks." + name, sorted(aliases)));
    to.sorted("ports", network.ports());
    to.put("hostname", network.hostname());
    to.sorted("extra_hosts", network.extraHosts());
    to.list("dns", network.dns().servers());
    to.list("dns_search", network.dns().search());
    to.sorted("dns_opt", network.dns().options());
  }

  private static void isolation(Collector to, IsolationSpec isolation) {
    to.flag("privileged", isolation.privileged());
    to.flag("read_only", isolation.readOnlyRoot());
    to.sorted("cap_add", isolation.capabilitiesAdded());
    to.sorted("cap_drop", isolation.capabilitiesDropped());
    to.sorted("security_opt", isolation.securityOptions());
    to.sorted("devices", isolation.devices());
    to.sorted("group_add", isolation.groups());
    to.all("sysctls", isolation.sysctls());
    to.put("pid", isolation.namespaces().pid());
    to.put("ipc", isolation.namespaces().ipc());
    to.put("uts", isolation.namespaces().uts());
    to.put("userns_mode", isolation.namespaces().user());
  }

  private static void resources(Collector to, ResourceSpec resources) {
    resources.memory().ifPresent(bytes -> to.put("mem_limit", Long.toString(bytes)));
    resources.memoryReservation().ifPresent(b -> to.put("mem_reservation", Long.toString(b)));
    resources.memorySwap().ifPresent(bytes -> to.put("memswap_limit", Long.toString(bytes)));
    resources.sharedMemory().ifPresent(bytes -> to.put("shm_size", Long.toString(bytes)));
    resources.nanoCpus().ifPresent(cpus -> to.put("nano_cpus", Long.toString(cpus)));
    resources.cpuShares().ifPresent(shares -> to.put("cpu_shares", Long.toString(shares)));
    to.put("cpuset", resources.cpuset());
    resources.pids().ifPresent(pids -> to.put("pids_limit", Long.toString(pids)));
    resources.ulimits().forEach((name, ulimit) -> to.put("ulimits." + name, ulimit.toString()));
  }

  private static void upkeep(Collector to, UpkeepSpec upkeep) {
    to.put("restart", upkeep.restart().equals("no") ? "" : upkeep.restart());
    to.put("logging.driver", upkeep.logDriver());
    to.all("logging.options", upkeep.logOptions());
    upkeep
        .healthcheck()
        .ifPresent(check -> {
          to.list("healthcheck.test", check.test());
          check.interval().ifPresent(t -> to.put("healthcheck.interval", t.toString()));
          check.timeout().ifPresent(t -> to.put("healthcheck.timeout", t.toString()));
          check.startPeriod().ifPresent(t -> to.put("healthcheck.start_period", t.toString()));
          check.retries().ifPresent(n -> to.put("healthcheck.retries", Integer.toString(n)));
        });
    to.put("platform", upkeep.platform());
    to.put("runtime", upkeep.runtime());
  }

  private static String sorted(List<?> values) {
    return values.stream()
        .map(Object::toString)
        .sorted()
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** With one more field. */
  SpecFields with(String name, String value) {
    NavigableMap<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new SpecFields(more);
  }

  /** What differs, by field, from these to the wanted ones. */
  List<FieldChange> changesTo(SpecFields wanted) {
    NavigableMap<String, String> names = new TreeMap<>(values);
    names.putAll(wanted.values);
    return names.keySet().stream()
        .filter(name -> !value(name).equals(wanted.value(name)))
        .map(name -> new FieldChange(name, value(name), wanted.value(name)))
        .toList();
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** As one label: a line for each field. */
  String toLabel() {
    StringBuilder label = new StringBuilder();
    values.forEach(
        (name, value) -> label.append(escape(name)).append('=').append(escape(value)).append('\n'));
    return label.toString();
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("=", "\\e");
  }

  static SpecFields ofLabel(String label) {
    NavigableMap<String, String> values = new TreeMap<>();
    for (String line : label.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(unescape(line.substring(0, equals)), unescape(line.substring(equals + 1)));
      }
    }
    return new SpecFields(values);
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i) == 'n' ? '\n' : text.charAt(i) == 'e' ? '=' : text.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private record Collector(NavigableMap<String, String> fields) {
    void put(String name, String value) {
      if (!value.isEmpty()) {
        fields.put(name, value);
      }
    }

    void flag(String name, boolean set) {
      if (set) {
        fields.put(name, "true");
      }
    }

    void list(String name, List<String> words) {
      if (!words.isEmpty()) {
        fields.put(name, Json.write(words));
      }
    }

    void sorted(String name, List<?> members) {
      put(name, SpecFields.sorted(members));
    }

    void all(String name, Map<String, String> entries) {
      entries.forEach((key, value) -> fields.put(name + "." + key, value));
    }
  }
}
