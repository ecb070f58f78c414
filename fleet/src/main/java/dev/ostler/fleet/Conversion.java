package dev.ostler.fleet;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.engine.Networking;
import dev.ostler.engine.SshSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file of libflexkube in our own form. Passwords and keys are not in it: it says where they are
 * to be put. Ports beside the network of the host are left out: no engine has ever opened them.
 *
 * @param text the file, in YAML
 * @param keys private keys that the old file had, by the names under which the new one refers to
 *     them, beside it
 * @param variables variables of the environment that the new one takes passwords from
 * @param leftOut what the new file does not say, in words
 * @param fleet what was read; its known containers are to be remembered
 */
public record Conversion(
    String text,
    Map<String, String> keys,
    List<String> variables,
    List<String> leftOut,
    Fleet fleet) {
  /** Copies. */
  public Conversion {
    keys = Map.copyOf(keys);
    variables = List.copyOf(variables);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Converts a file.
   *
   * @param file one of libflexkube
   * @return the same in our own form
   * @throws InvalidConfigurationException if something in it is wrong
   * @throws IOException if it cannot be read, or is none of libflexkube
   */
  public static Conversion of(Path file) throws InvalidConfigurationException, IOException {
    if (!FleetFile.isLegacy(file)) {
      throw new FleetException(
          FleetException.Kind.BAD_FILE,
          "cannot convert " + file + ": it is in Ostler's own form already");
    }
    Fleet fleet = FleetFile.read(file);
    return new Writer(fleet, LegacyFile.form(file)).write();
  }

  /**
   * Remembers, beside the new file, which containers were made by the other tool, so that they are
   * gone on with.
   *
   * @param state the new file's state; must not be there yet
   * @throws IOException if it cannot be written
   */
  public void remember(Path state) throws IOException {
    try (StateFile journal = StateFile.open(state)) {
      SecretHash hash = StateFile.hash(state);
      List<Known> known =
          fleet.known().stream()
              .map(one -> new Known(one.host(), one.id(), withoutVainPorts(one.workload())))
              .toList();
      journal.change(recorded -> recorded.with(known, hash));
    }
  }

  private static boolean hasVainPorts(Workload workload) {
    Networking networking = workload.spec().networking();
    return Clashes.sharesNetwork(networking.mode()) && !networking.ports().isEmpty();
  }

  private static Workload withoutVainPorts(Workload workload) {
    return hasVainPorts(workload)
        ? workload.with(
            workload.spec().withNetworking(workload.spec().networking().withPorts(List.of())))
        : workload;
  }

  private static final class Writer {
    private final Fleet fleet;
    private final LegacyForm form;
    private final Map<String, String> keys = new TreeMap<>();
    private final NavigableSet<String> variables = new TreeSet<>();
    private final List<String> leftOut = new ArrayList<>();

    Writer(Fleet fleet, LegacyForm form) {
      this.fleet = fleet;
      this.form = form;
    }

    Conversion write() {
      Map<String, Object> hosts = new TreeMap<>();
      form.previousState().forEach((key, entry) -> host(key, entry, hosts));
      form.state().forEach((key, entry) -> host(key, entry, hosts));
      Map<String, Object> containers = new TreeMap<>();
      Map<String, LegacyForm.EntryForm> wanted = new TreeMap<>(form.desiredState());
      wanted.putAll(form.containers());
      wanted.forEach((key, entry) -> {
        host(key, entry, hosts);
        Workload workload = fleet.workload(key).orElseThrow();
        if (hasVainPorts(workload)) {
          leftOut.add(
              "ports of container "
                  + key
                  + ": with network_mode "
                  + workload.spec().networking().mode()
                  + " its ports are open as they are");
        }
        containers.put(key, container(key, entry, withoutVainPorts(workload)));
      });
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("name", fleet.name());
      file.put("hosts", hosts);
      file.put("containers", containers);
      return new Conversion(Yaml.write(file), keys, List.copyOf(variables), leftOut, fleet);
    }

    private void host(String key, LegacyForm.EntryForm entry, Map<String, Object> hosts) {
      String name = nameOfHost(key, entry);
      String engine = LegacyFile.engine(entry);
      Map<String, Object> host = new LinkedHashMap<>();
      Optional<LegacyForm.SshForm> ssh = entry.host().ssh();
      if (ssh.isPresent()) {
        host.put("ssh", ssh(name, ssh.get(), engine));
        // What nobody has set is as it is here if nobody sets it.
        if (!ssh.get().retryTimeout().equals(LegacyForm.SshForm.RETRY_TIMEOUT)) {
          host.put("retryTimeout", ssh.get().retry().timeout().toMillis() + "ms");
        }
        if (!ssh.get().connectionTimeout().equals(LegacyForm.SshForm.CONNECTION_TIMEOUT)) {
          host.put("connectTimeout", ssh.get().connectWithin().toMillis() + "ms");
        }
      } else {
        host.put("engine", engine);
      }
      hosts.put(name, host);
    }

    private String nameOfHost(String key, LegacyForm.EntryForm entry) {
      String identity = LegacyFile.identity(entry);
      return fleet.hosts().values().stream()
          .filter(host -> host.address().identity().equals(identity))
          .map(Host::name)
          .findFirst()
          .orElseThrow(() -> new AssertionError("internal error: no host for " + key));
    }

    private Map<String, Object> ssh(String host, LegacyForm.SshForm form, String engine) {
      Map<String, Object> ssh = new LinkedHashMap<>();
      ssh.put("address", form.address());
      ssh.put("user", form.user());
      ssh.put("port", form.port());
      String socket = engine.substring("unix://".length());
      if (!socket.equals(SshSettings.DOCKER_SOCKET)) {
        ssh.put("socket", socket);
      }
      form.privateKey()
          .ifPresent(key -> {
            keys.put(host + ".key", key.reveal());
            ssh.put("key", host + ".key");
          });
      if (form.password().isPresent()) {
        String variable = host.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        variables.add(variable + "_PASSWORD");
        ssh.put("password", Map.of("env", variable + "_PASSWORD"));
      }
      return ssh;
    }

    private static Map<String, Object> container(
        String key, LegacyForm.EntryForm entry, Workload workload) {
      LegacyForm.ConfigForm config = entry.container().config();
      Map<String, Object> container = new LinkedHashMap<>();
      container.put("on", workload.hosts().getFirst());
      if (!config.name().equals(key)) {
        container.put("container_name", config.name());
      }
      container.put("image", config.image());
      put(container, "entrypoint", config.entrypoint());
      put(container, "command", config.args());
      if (!config.env().isEmpty()) {
        container.put("environment", new TreeMap<>(config.env()));
      }
      put(container, "user", workload.spec().program().user());
      put(
          container,
          "ports",
          workload.spec().networking().ports().stream().map(Ports::text).toList());
      put(
          container,
          "volumes",
          config.mounts().stream()
              .filter(Writer::isVolume)
              .map(mount -> mount.source() + ":" + mount.target())
              .toList());
      put(
          container,
          "mounts",
          config.mounts().stream().filter(mount -> !isVolume(mount)).map(Writer::mount).toList());
      if (config.privileged()) {
        container.put("privileged", true);
      }
      put(container, "network_mode", config.networkMode().orElse(""));
      put(container, "pid", config.pidMode().orElse(""));
      put(container, "ipc", config.ipcMode().orElse(""));
      container.put("restart", "unless-stopped");
      Map<String, Object> files = new TreeMap<>();
      workload.files().forEach(file -> files.put(file.path(), file(file, entry)));
      if (!files.isEmpty()) {
        container.put("hostFiles", files);
      }
      return container;
    }

    /** A source that ends in a slash is made if it is not there, as Compose makes volumes'. */
    private static boolean isVolume(LegacyForm.MountForm mount) {
      return mount.source().length() > 1
          && mount.source().endsWith("/")
          && mount.propagation().orElse("").isEmpty();
    }

    private static Map<String, Object> mount(LegacyForm.MountForm form) {
      Map<String, Object> mount = new LinkedHashMap<>();
      mount.put("source", form.source());
      mount.put("target", form.target());
      form.propagation()
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> mount.put("propagation", text));
      return mount;
    }

    private static Map<String, Object> file(ManagedFile file, LegacyForm.EntryForm entry) {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("content", entry.configFiles().getOrDefault(file.path(), ""));
      written.put("mode", "0600");
      written.put("owner", file.owner().toString());
      written.put("onChange", "nothing");
      return written;
    }

    private static void put(Map<String, Object> to, String name, String text) {
      if (!text.isEmpty()) {
        to.put(name, text);
      }
    }

    private static void put(Map<String, Object> to, String name, List<?> values) {
      if (!values.isEmpty()) {
        to.put(name, values);
      }
    }
  }
}
