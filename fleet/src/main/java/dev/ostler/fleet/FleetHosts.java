package dev.ostler.fleet;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.RegistryLogin;
import dev.ostler.engine.SshSecrets;
import dev.ostler.engine.SshSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hosts and registries of a file, with who logs in there. */
final class FleetHosts {
  private final FleetForm form;
  private final Secrets secrets;

  FleetHosts(FleetForm form, Secrets secrets) {
    this.form = form;
    this.secrets = secrets;
  }

  Map<String, Host> hosts() throws IOException {
    Map<String, Host> hosts = new TreeMap<>();
    for (Map.Entry<String, FleetForm.HostForm> host : form.hosts().entrySet()) {
      String name = host.getKey();
      FleetForm.HostForm it = host.getValue();
      Host.Retry retry = new Host.Retry(it.retryTimeout(), Host.Retry.USUAL.interval());
      hosts.put(name, new Host(name, address(name, it), it.labels(), retry, it.connectTimeout()));
    }
    return hosts;
  }

  Map<String, RegistryLogin> registries() throws IOException {
    Map<String, RegistryLogin> logins = new TreeMap<>();
    for (Map.Entry<String, FleetForm.LoginForm> entry : form.registries().entrySet()) {
      FleetForm.LoginForm login = entry.getValue();
      String password = secrets.of(login.password()).reveal();
      logins.put(entry.getKey(), new RegistryLogin(entry.getKey(), login.user(), password, ""));
    }
    return logins;
  }

  private HostAddress address(String name, FleetForm.HostForm host) throws IOException {
    if (host.ssh().isEmpty()) {
      return new HostAddress.Direct(host.engine().orElse(""), host.tls());
    }
    SshSettings settings = settings(host.ssh().get(), form.hosts());
    List<String> jumps = form.ssh().map(FleetForm.SshDefaultsForm::jump).orElse(List.of());
    return new HostAddress.Ssh(
        settings.orElse(jumps.contains(name) ? defaults(List.of()) : defaults(jumps)));
  }

  /** What hosts leave open is as the file says of all, and where it says nothing, careful. */
  private SshSettings defaults(List<String> jumps) throws IOException {
    SshSettings careful = SshSettings.of("any").withHostKeys(SshSettings.HostKeys.KNOWN);
    return form.ssh().isPresent()
        ? settings(form.ssh().get().of("any", jumps), form.hosts()).orElse(careful)
        : careful;
  }

  private SshSettings settings(FleetForm.SshForm ssh, Map<String, FleetForm.HostForm> jumpHosts)
      throws IOException {
    SshSettings settings = place(ssh);
    settings = ssh.key().isPresent() ? settings.withIdentity(ssh.key().get()) : settings;
    settings =
        ssh.knownHosts().isPresent() ? settings.withKnownHosts(ssh.knownHosts().get()) : settings;
    settings = ssh.hostKeys().isPresent() ? settings.withHostKeys(ssh.hostKeys().get()) : settings;
    settings =
        ssh.password().isPresent() || ssh.passphrase().isPresent()
            ? settings.withSecrets(secrets(ssh))
            : settings;
    List<SshSettings> jumps = new ArrayList<>();
    for (String jump : ssh.jump()) {
      jumps.add(jump(jump, jumpHosts));
    }
    return settings.withJumps(jumps);
  }

  /** Where it is, without what opens it. */
  private static SshSettings place(FleetForm.SshForm ssh) {
    SshSettings settings =
        ssh.address().startsWith("ssh://")
            ? SshSettings.parse(ssh.address())
            : SshSettings.of(ssh.address());
    settings = ssh.user().isPresent() ? settings.withUser(ssh.user().get()) : settings;
    settings = ssh.port().isPresent() ? settings.withPort(ssh.port().get()) : settings;
    return ssh.socket().isPresent() ? settings.withSocket(ssh.socket().get()) : settings;
  }

  /** Why there can be no such place; empty if there can. */
  static Optional<String> problem(FleetForm.SshForm ssh, Map<String, FleetForm.HostForm> hosts) {
    try {
      SshSettings _ = place(ssh);
      for (String jump : ssh.jump()) {
        if (!hosts.containsKey(jump)) {
          SshSettings _ = SshSettings.of(jump);
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private SshSecrets secrets(FleetForm.SshForm ssh) throws IOException {
    Optional<Secret> password = optional(ssh.password());
    Optional<Secret> passphrase = optional(ssh.passphrase());
    return new SshSecrets() {
      @Override
      public Optional<char[]> password(String login) {
        return password.map(secret -> secret.reveal().toCharArray());
      }

      @Override
      public Optional<char[]> passphrase(Path identity) {
        return passphrase.map(secret -> secret.reveal().toCharArray());
      }
    };
  }

  private Optional<Secret> optional(Optional<SecretForm> secret) throws IOException {
    return secret.isEmpty() ? Optional.empty() : Optional.of(secrets.of(secret.get()));
  }

  /** A host of the file, or one that OpenSSH knows. */
  private SshSettings jump(String name, Map<String, FleetForm.HostForm> hosts) throws IOException {
    FleetForm.HostForm host = hosts.get(name);
    return host == null || host.ssh().isEmpty()
        ? SshSettings.of(name)
        : settings(host.ssh().get(), Map.of()).orElse(defaults(List.of()));
  }
}
