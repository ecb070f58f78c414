package dev.ostler.fleet;

import dev.ostler.configuration.Advice;
import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.OtherFormats;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.ShortForm;
import dev.ostler.engine.SshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file of a fleet as it is written. */
@Description("Containers and their files on many hosts")
@Advice({
  "services: use 'containers', each with 'on'",
  "configs: use 'files' of a container",
  "secrets: use 'secrets' or 'files' of a container",
  "networks: make them on the hosts before, and name them by 'networks' of a container",
  "volumes: leave it out, volumes are made where 'volumes' of a container names them",
  "version: leave it out"
})
@OtherFormats({
  "services: found a file of Docker Compose, which Ostler does not read; write it as one of"
      + " 'ostler fleet', as docs/migration/from-compose.md shows",
  "processes: found a file of 'ostler run', expected one of 'ostler fleet'; start it with ostler"
      + " run FILE",
  "apps: found a file of 'ostler gateway', expected one of 'ostler fleet'; start it with ostler"
      + " gateway FILE",
  "discover: found a file of 'ostler gateway', expected one of 'ostler fleet'; start it with ostler"
      + " gateway FILE"
})
record FleetForm(
    @Description("Tells the fleet from others on the same hosts; the folder's name if absent")
        Optional<String> name,
    @Description("What hosts over SSH have that do not say otherwise themselves")
        Optional<SshDefaultsForm> ssh,
    @Description("The machines with a container engine, by name") @Required
        Map<String, HostForm> hosts,
    @Description("What runs on them, by key") Map<String, ContainerForm> containers,
    @Description("Who pulls, by name of the registry; for others, whoever 'docker login' named")
        Map<String, LoginForm> registries) {

  /** Who pulls from a registry. */
  record LoginForm(
      @Description("Name of the account") String user,
      @Description("Its password, or a token") SecretForm password) {}

  /** A machine with an engine. */
  @OneOf({"engine", "ssh"})
  record HostForm(
      @Description("Address of the engine, such as unix:///var/run/docker.sock")
          Optional<String> engine,
      @Description("Folder with ca.pem, cert.pem and key.pem, for an engine over TLS")
          Optional<Path> tls,
      @Description("How to reach it over SSH") Optional<SshForm> ssh,
      @Description("How long it is tried while it cannot be reached, as when it starts")
          @Default("1750ms")
          Duration retryTimeout,
      @Description("How long a connection to it may take, with login") @Default("10s")
          Duration connectTimeout,
      @Description("What selectors ask for") Map<String, String> labels) {}

  /** A machine over SSH; what is left out is as the configuration of OpenSSH has it. */
  record SshForm(
      @Description("Name of the OpenSSH configuration, host name, address, or ssh://USER@HOST:PORT")
          @ShortForm
          String address,
      @Description("Who logs in; the OpenSSH configuration's if absent") Optional<String> user,
      @Description("Port of sshd") Optional<Integer> port,
      @Description("File with a private key") Optional<Path> key,
      @Description("Of the user; also answers a keyboard-interactive question")
          Optional<SecretForm> password,
      @Description("What the private key is encrypted with") Optional<SecretForm> passphrase,
      @Description(
              "Hosts of this file, or of the OpenSSH configuration, through which it is reached, in order")
          @OneOrMany
          List<String> jump,
      @Description(
              "'known' (as if nothing is said): only hosts of the known_hosts file; 'accept-new': also those that were never seen")
          Optional<SshSettings.HostKeys> hostKeys,
      @Description("Instead of the user's known_hosts") Optional<Path> knownHosts,
      @Description("Path of the engine's socket there") Optional<String> socket) {}

  /** What many machines over SSH have in common. */
  record SshDefaultsForm(
      @Description("Who logs in") Optional<String> user,
      @Description("Port of sshd") Optional<Integer> port,
      @Description("File with a private key") Optional<Path> key,
      @Description("Of the user; also answers a keyboard-interactive question")
          Optional<SecretForm> password,
      @Description("What the private key is encrypted with") Optional<SecretForm> passphrase,
      @Description("Hosts through which they are reached, in order; not those that are among them")
          @OneOrMany
          List<String> jump,
      @Description("'known' or 'accept-new'") Optional<SshSettings.HostKeys> hostKeys,
      @Description("Instead of the user's known_hosts") Optional<Path> knownHosts,
      @Description("Path of the engine's socket there") Optional<String> socket) {

    /** As if a host said it that is reached through these. */
    SshForm of(String address, List<String> through) {
      return new SshForm(
          address, user, port, key, password, passphrase, through, hostKeys, knownHosts, socket);
    }
  }
}
