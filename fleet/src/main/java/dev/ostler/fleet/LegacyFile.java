package dev.ostler.fleet;

import dev.ostler.configuration.Configuration;
import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Privileges;
import dev.ostler.engine.Program;
import dev.ostler.engine.Restart;
import dev.ostler.engine.SshSecrets;
import dev.ostler.engine.SshSettings;
import dev.ostler.engine.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads files of libflexkube as a fleet. */
final class LegacyFile {
  static final int PRIVATE = 0600;

  private final Map<String, Host> hosts = new TreeMap<>();
  private final Map<String, Workload> workloads = new TreeMap<>();
  private final List<Known> known = new ArrayList<>();

  private LegacyFile() {}

  static Fleet read(Path file, String name) throws InvalidConfigurationException, IOException {
    LegacyForm form = form(file);
    LegacyFile legacy = new LegacyFile();
    legacy.add(form.previousState(), false);
    legacy.add(form.state(), false);
    legacy.add(form.desiredState(), true);
    legacy.add(form.containers(), true);
    return new Fleet(name, legacy.hosts, legacy.workloads, legacy.known, Map.of());
  }

  static LegacyForm form(Path file) throws InvalidConfigurationException, IOException {
    return Configuration.of(LegacyForm.class).read(file);
  }

  private void add(Map<String, LegacyForm.EntryForm> entries, boolean desired) throws IOException {
    for (Map.Entry<String, LegacyForm.EntryForm> entry : new TreeMap<>(entries).entrySet()) {
      LegacyForm.EntryForm form = entry.getValue();
      String host = host(form);
      Workload workload = workload(entry.getKey(), form, host);
      Optional<String> id =
          form.container()
              .status()
              .flatMap(LegacyForm.StatusForm::id)
              .filter(given -> !given.isBlank());
      if (desired) {
        workloads.put(entry.getKey(), workload);
      } else if (id.isPresent()) {
        known.add(new Known(host, id.get(), workload));
      }
    }
  }

  /** The same machine and engine is the same host, whoever asks and however. */
  private String host(LegacyForm.EntryForm form) throws IOException {
    String engine = engine(form);
    Optional<LegacyForm.SshForm> ssh = form.host().ssh();
    HostAddress address =
        ssh.isPresent() ? over(ssh.get(), engine) : new HostAddress.Direct(engine);
    for (Host host : hosts.values()) {
      if (host.address().identity().equals(address.identity())) {
        return host.name();
      }
    }
    String base =
        ssh.map(LegacyForm.SshForm::address)
            .orElse("local")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_.-]", "-");
    Host.Retry retry = ssh.map(LegacyForm.SshForm::retry).orElse(Host.Retry.USUAL);
    Duration connect = ssh.map(LegacyForm.SshForm::connectWithin).orElse(Host.CONNECT_WITHIN);
    String name = base;
    for (int i = 2; hosts.containsKey(name); i++) {
      name = base + "-" + i;
    }
    hosts.put(name, new Host(name, address, Map.of(), retry, connect));
    return name;
  }

  /** The engine's address, as it is on its host. */
  static String engine(LegacyForm.EntryForm form) {
    return form.container()
        .runtime()
        .docker()
        .host()
        .filter(given -> !given.isEmpty())
        .orElse(HostAddress.Direct.DOCKER);
  }

  /** As {@link HostAddress#identity}. */
  static String identity(LegacyForm.EntryForm form) {
    return form.host()
        .ssh()
        .map(ssh -> new HostAddress.Ssh(settings(ssh, engine(form))).identity())
        .orElseGet(() -> new HostAddress.Direct(engine(form)).identity());
  }

  private static SshSettings settings(LegacyForm.SshForm form, String engine) {
    SshSettings settings =
        SshSettings.of(form.address()).withUser(form.user()).withPort(form.port());
    if (!engine.startsWith("unix://")) {
      throw new IllegalArgumentException(
          "an engine behind SSH must be at unix:///PATH, got '" + engine + "'");
    }
    return settings.withSocket(engine.substring("unix://".length()));
  }

  private static HostAddress over(LegacyForm.SshForm form, String engine) {
    SshSettings settings = settings(form, engine);
    boolean hasSecrets = form.privateKey().isPresent() || form.password().isPresent();
    return new HostAddress.Ssh(hasSecrets ? settings.withSecrets(secrets(form)) : settings);
  }

  private static SshSecrets secrets(LegacyForm.SshForm form) {
    return new SshSecrets() {
      @Override
      public Optional<char[]> password(String login) {
        return form.password().map(secret -> secret.reveal().toCharArray());
      }

      @Override
      public Optional<char[]> key() {
        return form.privateKey().map(secret -> (secret.reveal() + "\n").toCharArray());
      }

      @Override
      public Optional<char[]> passphrase(Path identity) {
        return Optional.empty();
      }
    };
  }

  static Workload workload(String key, LegacyForm.EntryForm form, String host) {
    LegacyForm.ConfigForm config = form.container().config();
    List<ManagedFile> files = new ArrayList<>();
    form.configFiles()
        .forEach((path, content) ->
            files.add(
                new ManagedFile(
                    ManagedFile.Place.HOST,
                    path,
                    FileContent.of(content),
                    PRIVATE,
                    owner(config),
                    new OnChange.Nothing())));
    return new Workload(
        key, config.name(), List.of(host), spec(config), Map.of(), files, Workload.Rules.usual());
  }

  /** Names mean nothing on the host: only numbers are taken over, as ever. */
  private static ManagedFile.Owner owner(LegacyForm.ConfigForm config) {
    return new ManagedFile.Owner(number(config.user()), number(config.group()));
  }

  private static String number(Optional<String> given) {
    return given.filter(ManagedFile.Owner::isNumber).orElse("0");
  }

  private static ContainerSpec spec(LegacyForm.ConfigForm config) {
    String group = config.group().filter(given -> !given.isEmpty()).map(g -> ":" + g).orElse("");
    Program program =
        new Program(
            config.entrypoint().isEmpty() ? Optional.empty() : Optional.of(config.entrypoint()),
            config.args(),
            config.env(),
            config.user().orElse("") + group,
            "",
            false,
            false,
            Optional.empty());
    return ContainerSpec.of(config.image())
        .withProgram(program)
        .withStorage(
            Storage.NONE.withMounts(config.mounts().stream().map(LegacyFile::mount).toList()))
        .withNetworking(
            Networking.DEFAULT
                .withMode(config.networkMode().orElse(""))
                .withPorts(config.ports().stream().map(LegacyFile::port).toList()))
        .withLifecycle(Lifecycle.DEFAULT.withRestart(new Restart(Restart.Policy.UNLESS_STOPPED, 0)))
        .withPrivileges(
            new Privileges(
                config.privileged(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Privileges.Namespaces(
                    config.pidMode().orElse(""), config.ipcMode().orElse(""), "", "", ""),
                Map.of()));
  }

  private static Mount mount(LegacyForm.MountForm form) {
    boolean isFolder = form.source().length() > 1 && form.source().endsWith("/");
    return new Mount.Bind(
        form.source(), form.target(), false, form.propagation().orElse(""), isFolder);
  }

  private static Networking.Port port(LegacyForm.PortForm form) {
    String protocol = form.protocol().filter(given -> !given.isEmpty()).orElse("tcp");
    return new Networking.Port(form.port(), protocol, form.ip().orElse(""), form.port());
  }
}
