package dev.ostler.fleet;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.HealthCheck;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Privileges;
import dev.ostler.engine.Program;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.Storage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container's specification as flat texts, for comparing, showing and labelling. What is left to
 * the image or the engine has no field; what has no order is sorted; secrets are keyed hashes.
 */
record SpecFields(NavigableMap<String, String> values) {
  /** Begins the fields of variables. */
  static final String ENVIRONMENT = "environment.";

  /** Limits that engines can change while a container lives. */
  static final Set<String> LIMITS =
      Set.of(
          "mem_limit",
          "mem_reservation",
          "memswap_limit",
          "nano_cpus",
          "cpu_shares",
          "cpuset",
          "pids_limit");

  private static final Set<String> CHANGEABLE =
      Stream.concat(LIMITS.stream(), Stream.of("restart")).collect(Collectors.toSet());

  /** Docker sets the one to twice the memory, Podman the other to 2048. */
  private static final Set<String> SET_BY_ENGINES = Set.of("memswap_limit", "pids_limit");

  /** Lists that images and engines add members to. */
  private static final Set<String> ADDED_TO =
      Set.of(
          "cap_add", "cap_drop", "devices", "extra_hosts", "group_add", "mounts", "security_opt");

  private static final String LATEST = ":latest";

  SpecFields {
    values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
  }

  /** Of a workload; what it shares with others depends on them and is added by the planner. */
  static SpecFields of(Workload workload, SecretHash hash) {
    NavigableMap<String, String> fields = new TreeMap<>(of(workload.spec()).values());
    workload
        .secrets()
        .forEach((name, value) -> fields.put(ENVIRONMENT + name, hash.of(value.reveal())));
    workload.rollout().archive().ifPresent(archive -> fields.put("image archive", archive.id()));
    return new SpecFields(fields);
  }

  /** Of what a container is made from, be it wanted or seen. */
  static SpecFields of(ContainerSpec spec) {
    Collector to = new Collector(new TreeMap<>());
    to.put("image", withTag(spec.image()));
    to.put("platform", spec.platform());
    to.all("labels", spec.labels());
    program(to, spec.program());
    storage(to, spec.storage());
    networking(to, spec.networking());
    lifecycle(to, spec.lifecycle());
    privileges(to, spec.privileges());
    resources(to, spec.resources());
    to.put("logging.driver", spec.logging().driver());
    to.all("logging.options", spec.logging().options());
    return new SpecFields(to.fields());
  }

  /** A name without tag or digest means the tag {@code latest}. A port is no tag. */
  static String withTag(String image) {
    boolean hasTag = image.lastIndexOf(':') > image.lastIndexOf('/') || image.contains("@");
    boolean isId = image.matches("(sha256:)?[0-9a-f]{64}");
    return hasTag || isId ? image : image + LATEST;
  }

  private static void program(Collector to, Program program) {
    program.entrypoint().ifPresent(words -> to.fields().put("entrypoint", Json.write(words)));
    to.list("command", program.command());
    to.all("environment", program.environment());
    to.put("user", program.user());
    to.put("working_dir", program.workingDirectory());
    to.flag("tty", program.terminal());
    to.flag("stdin_open", program.standardInput());
    program.init().ifPresent(init -> to.put("init", init.toString()));
  }

  private static void storage(Collector to, Storage storage) {
    to.sorted("mounts", storage.mounts().stream().map(SpecFields::text).toList());
    to.all("tmpfs", storage.tmpfs());
    to.flag("read_only", storage.readOnlyRoot());
    storage.sharedMemory().ifPresent(bytes -> to.put("shm_size", Long.toString(bytes)));
  }

  private static String text(Mount mount) {
    return switch (mount) {
      case Mount.Bind bind ->
          bind.source()
              + ":"
              + bind.target()
              + (bind.readOnly() ? ":ro" : "")
              + (bind.propagation().isEmpty() ? "" : ":" + bind.propagation());
      case Mount.Volume volume ->
          "volume "
              + volume.name()
              + ":"
              + volume.target()
              + (volume.readOnly() ? ":ro" : "")
              + (volume.noCopy() ? ":nocopy" : "");
      case Mount.Memory memory ->
          "tmpfs "
              + memory.target()
              + (memory.bytes().isPresent() ? ":size=" + memory.bytes().getAsLong() : "")
              + (memory.mode().isPresent()
                  ? ":mode=" + Integer.toOctalString(memory.mode().getAsInt())
                  : "");
      case Mount.Other other -> other.type() + " " + other.target();
    };
  }

  private static void networking(Collector to, Networking networking) {
    to.put("network_mode", networking.mode());
    networking.attachments().forEach((name, how) -> attachment(to, "networks." + name, how));
    to.sorted("ports", networking.ports().stream().map(Ports::text).toList());
    to.put("hostname", networking.hostname());
    to.put("domainname", networking.domainname());
    to.sorted("extra_hosts", networking.extraHosts());
    to.list("dns", networking.dns().servers());
    to.list("dns_search", networking.dns().search());
    to.sorted("dns_opt", networking.dns().options());
  }

  private static void attachment(Collector to, String name, Networking.Attachment how) {
    to.fields().put(name, "attached");
    to.sorted(name + ".aliases", how.aliases());
    to.put(name + ".ipv4_address", how.ipv4());
    to.put(name + ".ipv6_address", how.ipv6());
    to.put(name + ".mac_address", how.macAddress());
  }

  private static void lifecycle(Collector to, Lifecycle lifecycle) {
    Restart restart = lifecycle.restart();
    if (restart.policy() != Restart.Policy.NO) {
      String times = restart.retries() == 0 ? "" : ":" + restart.retries();
      to.put("restart", restart.policy().word() + times);
    }
    lifecycle.health().ifPresent(check -> health(to, check));
    to.put("stop_signal", lifecycle.stopSignal());
    lifecycle.stopTimeout().ifPresent(grace -> to.put("stop_grace_period", grace.toString()));
  }

  private static void health(Collector to, HealthCheck check) {
    to.list("healthcheck.test", check.test());
    check.interval().ifPresent(time -> to.put("healthcheck.interval", time.toString()));
    check.timeout().ifPresent(time -> to.put("healthcheck.timeout", time.toString()));
    check.startPeriod().ifPresent(time -> to.put("healthcheck.start_period", time.toString()));
    check.startInterval().ifPresent(time -> to.put("healthcheck.start_interval", time.toString()));
    to.number("healthcheck.retries", check.retries());
  }

  private static void privileges(Collector to, Privileges privileges) {
    to.flag("privileged", privileges.privileged());
    to.sorted("cap_add", privileges.capabilitiesAdded());
    to.sorted("cap_drop", privileges.capabilitiesDropped());
    to.sorted("security_opt", privileges.securityOptions());
    to.sorted(
        "devices",
        privileges.devices().stream()
            .map(device -> device.host() + ":" + device.container() + ":" + device.permissions())
            .toList());
    to.sorted("group_add", privileges.groups());
    to.all("sysctls", privileges.sysctls());
    to.put("pid", privileges.namespaces().pid());
    to.put("ipc", privileges.namespaces().ipc());
    to.put("uts", privileges.namespaces().uts());
    to.put("userns_mode", privileges.namespaces().user());
    to.put("cgroup", privileges.namespaces().cgroup());
  }

  private static void resources(Collector to, Resources resources) {
    to.number("mem_limit", resources.memory());
    to.number("mem_reservation", resources.memoryReservation());
    to.number("memswap_limit", resources.memorySwap());
    to.number("nano_cpus", resources.nanoCpus());
    to.number("cpu_shares", resources.cpuShares());
    to.put("cpuset", resources.cpuset());
    to.number("pids_limit", resources.processes());
    to.number("oom_score_adj", resources.outOfMemoryScore());
    resources
        .ulimits()
        .forEach(limit -> to.put("ulimits." + limit.name(), limit.soft() + ":" + limit.hard()));
  }

  /**
   * With what somebody may have changed while the container lived, as it was seen. What an engine
   * sets by itself counts only where this has it, too.
   */
  SpecFields withChangeable(SpecFields seen) {
    SpecFields changed = this;
    for (String field : CHANGEABLE) {
      if (values.containsKey(field) || !SET_BY_ENGINES.contains(field)) {
        changed = changed.with(field, seen.value(field));
      }
    }
    return changed;
  }

  /**
   * What a container of somebody else has for these fields. What image and engine added to it is
   * none of them; of lists it needs to have all members that these have.
   */
  SpecFields asSeenIn(SpecFields seen, SecretHash hash) {
    SpecFields fields = withChangeable(seen);
    for (Map.Entry<String, String> field : values.entrySet()) {
      String actual = seen.value(field.getKey());
      boolean isSame =
          field.getKey().startsWith("networks.") // the list tells of these
              || field.getValue().equals(actual)
              || field.getValue().equals(hash.of(actual))
              || (ADDED_TO.contains(field.getKey())
                  && List.of(actual.split(", "))
                      .containsAll(List.of(field.getValue().split(", "))));
      fields = isSame ? fields : fields.with(field.getKey(), actual);
    }
    return fields;
  }

  /** Where its image's name stands for another image by now. */
  SpecFields withOlderImage() {
    return with("image", value("image") + " as it was before");
  }

  /** What an engine does with it when it ends, or when the engine starts. */
  Restart restart() {
    String text = value("restart");
    return text.isEmpty() ? Restart.NO : ComposeText.RestartForm.parse(text).restart();
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

    void sorted(String name, List<String> members) {
      put(name, String.join(", ", new TreeSet<>(members)));
    }

    void number(String name, long value) {
      if (value != 0) {
        fields.put(name, Long.toString(value));
      }
    }

    void all(String name, Map<String, String> entries) {
      entries.forEach((key, value) -> fields.put(name + "." + key, value));
    }
  }
}
