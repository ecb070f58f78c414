package dev.ostler.fleet;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Privileges;
import dev.ostler.engine.SshSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says in the form of libflexkube what can be said in it. */
final class LegacyForms {
  private LegacyForms() {}

  /**
   * A workload on a host.
   *
   * @throws FleetException if the form has no words for something about it
   */
  static LegacyForm.EntryForm of(Workload workload, Host host) throws IOException {
    LegacyForm.EntryForm entry =
        new LegacyForm.EntryForm(
            new LegacyForm.ContainerForm(
                config(workload), Optional.empty(), new LegacyForm.RuntimeForm(docker(host))),
            host(host),
            files(workload));
    // Whatever was lost on the way shows when it is read back.
    SecretHash any = new SecretHash(new byte[] {0});
    SpecFields read = SpecFields.of(LegacyFile.workload(workload.key(), entry, host.name()), any);
    List<String> lost =
        read.changesTo(SpecFields.of(plain(workload), any)).stream()
            .map(FieldChange::field)
            .toList();
    if (!lost.isEmpty()) {
      throw cannot(workload, String.join(", ", lost) + " cannot be said in it");
    }
    return entry;
  }

  private static FleetException cannot(Workload workload, String why) {
    return new FleetException(
        FleetException.Kind.FAILED,
        "cannot write container " + workload.key() + " in the form of libflexkube: " + why);
  }

  private static Map<String, String> environment(Workload workload) {
    Map<String, String> environment = new TreeMap<>(workload.spec().program().environment());
    workload.secrets().forEach((name, secret) -> environment.put(name, secret.reveal()));
    return environment;
  }

  /** The form has no secrets: they are variables like others. */
  private static Workload plain(Workload workload) {
    return workload
        .with(
            workload
                .spec()
                .withProgram(workload.spec().program().withEnvironment(environment(workload))))
        .withSecrets(Map.of());
  }

  private static LegacyForm.ConfigForm config(Workload workload) {
    String user = workload.spec().program().user();
    int colon = user.indexOf(':');
    Networking networking = workload.spec().networking();
    Privileges privileges = workload.spec().privileges();
    return new LegacyForm.ConfigForm(
        workload.name(),
        workload.spec().image(),
        workload.spec().program().command(),
        workload.spec().program().entrypoint().orElse(List.of()),
        networking.ports().stream()
            .map(port ->
                new LegacyForm.PortForm(
                    Optional.of(port.hostAddress()),
                    port.container(),
                    Optional.of(port.protocol())))
            .toList(),
        workload.spec().storage().mounts().stream()
            .filter(Mount.Bind.class::isInstance)
            .map(mount -> mount((Mount.Bind) mount))
            .toList(),
        privileges.privileged(),
        Optional.of(networking.mode()),
        Optional.of(privileges.namespaces().pid()),
        Optional.of(privileges.namespaces().ipc()),
        Optional.of(colon < 0 ? user : user.substring(0, colon)),
        Optional.of(colon < 0 ? "" : user.substring(colon + 1)),
        environment(workload));
  }

  private static LegacyForm.MountForm mount(Mount.Bind bind) {
    String slash = bind.createSource() && !bind.source().endsWith("/") ? "/" : "";
    return new LegacyForm.MountForm(
        bind.source() + slash, bind.target(), Optional.of(bind.propagation()));
  }

  private static Map<String, String> files(Workload workload) throws FleetException {
    Map<String, String> files = new HashMap<>();
    for (ManagedFile file : workload.files()) {
      boolean isUsual =
          file.place() == ManagedFile.Place.HOST
              && file.mode() == LegacyFile.PRIVATE
              && file.onChange() instanceof OnChange.Nothing;
      if (!isUsual) {
        throw cannot(
            workload,
            "file "
                + file.path()
                + " is none of the host with mode 0600 of whose change nobody is told");
      }
      files.put(file.path(), text(workload, file));
    }
    return files;
  }

  private static String text(Workload workload, ManagedFile file) throws FleetException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(file.content().bytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw cannot(workload, "file " + file.path() + " is no text");
    }
  }

  private static LegacyForm.DockerForm docker(Host host) {
    return new LegacyForm.DockerForm(
        Optional.of(
            switch (host.address()) {
              case HostAddress.Direct direct -> direct.engine();
              case HostAddress.Ssh(SshSettings settings) -> "unix://" + settings.access().socket();
            }));
  }

  private static LegacyForm.HostForm host(Host host) throws IOException {
    return switch (host.address()) {
      case HostAddress.Direct direct -> {
        if (direct.tls().isPresent()) {
          throw new FleetException(
              FleetException.Kind.FAILED,
              "cannot write host " + host.name() + " in the form of libflexkube: it has no TLS");
        }
        yield new LegacyForm.HostForm(Optional.of(new LegacyForm.DirectForm()), Optional.empty());
      }
      case HostAddress.Ssh(SshSettings settings) ->
          new LegacyForm.HostForm(Optional.empty(), Optional.of(ssh(settings)));
    };
  }

  private static LegacyForm.SshForm ssh(SshSettings settings) throws IOException {
    String user = settings.options().getOrDefault("User", "root");
    Optional<char[]> password = settings.access().secrets().password(user + "@" + settings.host());
    String identity = settings.options().get("IdentityFile");
    return new LegacyForm.SshForm(
        settings.host(),
        Integer.parseInt(settings.options().getOrDefault("Port", "22")),
        user,
        password.map(chars -> Secret.of(new String(chars))),
        identity == null
            ? settings.access().secrets().key().map(chars -> Secret.of(new String(chars)))
            : Optional.of(Secret.of(Files.readString(Path.of(identity)))),
        "30s",
        "60s",
        "1s");
  }
}
