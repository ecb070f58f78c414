package dev.ostler.fleet;

import dev.ostler.configuration.Advice;
import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Key;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.ShortForm;
import dev.ostler.configuration.Size;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import dev.ostler.engine.SshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

  /** A container, with the words of Compose for what Compose knows. */
  @Advice({
    "build: build and push before, and name the result by 'image'",
    "configs: use 'files'",
    "depends_on: use 'after'",
    "deploy: use 'update', 'mem_limit', 'cpus' and 'pids_limit', and one container for each host",
    "env_file: use 'environment', and 'secrets' for what nobody should see",
    "expose: leave it out, it opens nothing",
    "extends: repeat the keys, or use an alias of YAML",
    "links: use 'networks'",
    "profiles: leave it out, and choose containers by --only",
    "replicas: use one container for each host",
    "scale: use one container for each host"
  })
  record ContainerForm(
      @Description("Names of hosts, or labels as KEY=VALUE") @OneOrMany List<String> on,
      @Description("Name with tag or digest") String image,
      @Description("Its name on the hosts; the key if absent") @Key("container_name")
          Optional<String> containerName,
      @Description("Such as linux/arm64") Optional<String> platform,
      @Description("When the image of a new container is fetched: 'missing', 'always' or 'never'")
          @Key("pull_policy")
          @Default("missing")
          PullPolicy pull,
      @Description("Archive as 'docker save' writes it, sent to hosts that do not have its image")
          Optional<Path> imageFrom,
      @Description("Instead of the image's") Optional<List<String>> entrypoint,
      @Description("Instead of the image's") List<String> command,
      @Description("Variables") Map<String, String> environment,
      @Description("Further variables, which are shown nowhere") Map<String, SecretForm> secrets,
      @Description("USER or USER:GROUP, names or numbers") Optional<String> user,
      @Description("Instead of the image's") @Key("working_dir") Optional<String> workingDirectory,
      @Description("Whether it runs at a terminal") @Default("false") boolean tty,
      @Description("Whether it has a standard input") @Key("stdin_open") @Default("false")
          boolean stdinOpen,
      @Description("Whether the engine runs an init in it") Optional<Boolean> init,
      @Description("Labels, none of which may begin with dev.ostler.") Map<String, String> labels,
      @Description("[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]") List<PortForm> ports,
      @Description("'none', 'host', 'service:KEY' or what else the engine knows")
          @Key("network_mode")
          Optional<String> networkMode,
      @Description("Names of networks, which must exist") List<String> networks,
      @Description("Host name in it") Optional<String> hostname,
      @Description("Domain name in it") Optional<String> domainname,
      @Description("Further lines of its hosts file, as NAME:ADDRESS") @Key("extra_hosts")
          List<String> extraHosts,
      @Description("Name servers") @OneOrMany List<String> dns,
      @Description("Domains to search") @Key("dns_search") @OneOrMany List<String> dnsSearch,
      @Description("Options of its resolver") @Key("dns_opt") List<String> dnsOptions,
      @Description("Folders and files of the host") List<MountForm> mounts,
      @Description(
              "SOURCE:TARGET[:ro]; a source that begins with / is a folder of the host, made if it is not there; else a volume")
          List<VolumeForm> volumes,
      @Description("Options of file systems in memory, by path") Map<String, String> tmpfs,
      @Description("Whether its root cannot be written") @Key("read_only") @Default("false")
          boolean readOnly,
      @Description("Size of /dev/shm") @Key("shm_size") Optional<SizeForm> sharedMemory,
      @Description("Whether it may do everything") @Default("false") boolean privileged,
      @Description("Capabilities beyond the usual") @Key("cap_add") List<String> capabilitiesAdded,
      @Description("Capabilities less") @Key("cap_drop") List<String> capabilitiesDropped,
      @Description("Such as no-new-privileges") @Key("security_opt") List<String> securityOptions,
      @Description("HOST[:CONTAINER[:RIGHTS]]") List<DeviceForm> devices,
      @Description("Further groups of its user") @Key("group_add") List<String> groups,
      @Description("Kernel settings of its namespaces") Map<String, String> sysctls,
      @Description("'host' or 'service:KEY'") Optional<String> pid,
      @Description("'host', 'shareable', 'none' or 'service:KEY'") Optional<String> ipc,
      @Description("'host'") Optional<String> uts,
      @Description("'host'") @Key("userns_mode") Optional<String> userns,
      @Description("'host' or 'private'") Optional<String> cgroup,
      @Description("Most memory; can be changed while it lives") @Key("mem_limit")
          Optional<SizeForm> memory,
      @Description("Memory that it should get by with when it is short") @Key("mem_reservation")
          Optional<SizeForm> memoryReservation,
      @Description("Most of memory and swap together") @Key("memswap_limit")
          Optional<SizeForm> memorySwap,
      @Description("Processors, also parts of them; 0 for no limit") @Default("0") double cpus,
      @Description("Weight against others; 0 for the usual") @Key("cpu_shares") @Default("0")
          long cpuShares,
      @Description("Processors such as 0-3") Optional<String> cpuset,
      @Description("Most processes; 0 for no limit") @Key("pids_limit") @Default("0") long pids,
      @Description("-1000 to 1000") @Key("oom_score_adj") @Default("0") int outOfMemoryScore,
      @Description("LIMIT or SOFT:HARD, by name") Map<String, UlimitForm> ulimits,
      @Description("Where its output goes") Optional<LoggingForm> logging,
      @Description("The engine's health check; the image's if absent")
          Optional<HealthcheckForm> healthcheck,
      @Description("'no', 'always', 'unless-stopped' or 'on-failure[:TIMES]'") @Default("no")
          RestartForm restart,
      @Description("Instead of the image's") @Key("stop_signal") Optional<String> stopSignal,
      @Description("How long it has to end before it is killed") @Key("stop_grace_period")
          Optional<Duration> stopGracePeriod,
      @Description("Files in it, by path") Map<String, ManagedForm> files,
      @Description("Files of the host, by path") Map<String, ManagedForm> hostFiles,
      @Description(
              "How it is seen that it works; by the engine's health check, or by staying up, if absent")
          Optional<ProbeForm> health,
      @Description("'gateway': may be found stopped or paused") Optional<Rest> rest,
      @Description("Containers that must work before it starts, on all their hosts") @OneOrMany
          List<String> after,
      @Description("How it goes from version to version") Optional<UpdateForm> update) {}

  /** Who may let a container rest. */
  enum Rest {
    GATEWAY
  }

  /** A size, also as Compose has them: with b, k, m or g, in either case, for powers of 1024. */
  @Key("size such as 512, 512m, 10MiB or 2GB")
  record SizeForm(long bytes) {
    static SizeForm parse(String text) {
      boolean isComposes = text.matches("[0-9]+[bkmgBKMG]");
      String letter = isComposes ? text.substring(text.length() - 1).toUpperCase(Locale.ROOT) : "";
      String number = isComposes ? text.substring(0, text.length() - 1) : text;
      return new SizeForm(Size.parse(number + unit(letter)).bytes());
    }

    private static String unit(String letter) {
      return letter.isEmpty() || letter.equals("B") ? letter : letter + "iB";
    }
  }

  /** Compose's short form of a port. */
  record PortForm(Networking.Port port) {
    static PortForm parse(String text) {
      return new PortForm(Ports.parse(text));
    }
  }

  /** A folder or file of the host. */
  record MountForm(
      @Description("Path on the host") String source,
      @Description("Path in the container") String target,
      @Description("Whether it can only be read") @Default("false") boolean readOnly,
      @Description("Such as rslave") Optional<String> propagation) {}

  /** Compose's short form of a volume: {@code SOURCE:TARGET[:ro]}. */
  record VolumeForm(String source, String target, boolean readOnly) {
    static VolumeForm parse(String text) {
      String[] parts = text.split(":", -1);
      boolean hasMode = parts.length == 3 && (parts[2].equals("ro") || parts[2].equals("rw"));
      if (parts.length < 2 || (parts.length == 3 && !hasMode) || parts.length > 3) {
        throw new IllegalArgumentException("expected SOURCE:TARGET[:ro]");
      }
      return new VolumeForm(parts[0], parts[1], hasMode && parts[2].equals("ro"));
    }
  }

  /** {@code HOST[:CONTAINER[:RIGHTS]]}. */
  record DeviceForm(String host, String container, String rights) {
    static DeviceForm parse(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length > 3 || parts[0].isEmpty()) {
        throw new IllegalArgumentException("expected HOST[:CONTAINER[:RIGHTS]]");
      }
      return new DeviceForm(
          parts[0], parts.length > 1 ? parts[1] : parts[0], parts.length > 2 ? parts[2] : "rwm");
    }
  }

  /** {@code LIMIT}, or {@code SOFT:HARD}. */
  record UlimitForm(long soft, long hard) {
    static UlimitForm parse(String text) {
      if (!text.matches("-?[0-9]{1,18}(:-?[0-9]{1,18})?")) {
        throw new IllegalArgumentException("expected LIMIT or SOFT:HARD");
      }
      int colon = text.indexOf(':');
      long soft = Long.parseLong(colon < 0 ? text : text.substring(0, colon));
      return new UlimitForm(soft, colon < 0 ? soft : Long.parseLong(text.substring(colon + 1)));
    }
  }

  /** Where output goes. */
  record LoggingForm(
      @Description("Such as json-file or journald") Optional<String> driver,
      @Description("Of the driver") Map<String, String> options) {}

  /** The engine's health check. */
  record HealthcheckForm(
      @Description("[CMD, WORD...], [CMD-SHELL, TEXT] or [NONE]") List<String> test,
      @Description("Time between two") Optional<Duration> interval,
      @Description("How long one may take") Optional<Duration> timeout,
      @Description("How long failures do not count after a start") @Key("start_period")
          Optional<Duration> startPeriod,
      @Description("Time between two in that period") @Key("start_interval")
          Optional<Duration> startInterval,
      @Description("How many failures make it unhealthy; 0 for the engine's usual") @Default("0")
          int retries,
      @Description("Whether the image's is switched off") @Default("false") boolean disable) {}

  /** {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure[:TIMES]}. */
  record RestartForm(Restart restart) {
    static RestartForm parse(String text) {
      int colon = text.indexOf(':');
      String word = colon < 0 ? text : text.substring(0, colon);
      for (Restart.Policy policy : Restart.Policy.values()) {
        if (policy.word().equals(word) && text.matches("[a-z-]+(:[0-9]{1,6})?")) {
          int times = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
          return new RestartForm(new Restart(policy, times));
        }
      }
      throw new IllegalArgumentException(
          "expected no, always, unless-stopped or on-failure[:TIMES]");
    }
  }

  /** A file in the container. */
  @OneOf({"from", "content", "base64", "secret"})
  record ManagedForm(
      @Description("File with the content") Optional<Path> from,
      @Description("The content, as text") Optional<String> content,
      @Description("The content, in Base64") Optional<String> base64,
      @Description("The content, which is shown nowhere") Optional<SecretForm> secret,
      @Description("Permissions, in octal digits") @Default("0644") ModeForm mode,
      @Description("USER[:GROUP], numbers, or names of the image") @Default("0:0") OwnerForm owner,
      @Description(
              "What makes a running container take notice: 'restart', 'recreate', 'nothing', {signal: NAME} or {exec: [WORD, ...]}")
          @Default("restart")
          OnChange onChange) {}

  /** Permissions in octal digits. */
  record ModeForm(int bits) {
    static ModeForm parse(String text) {
      if (!text.matches("0?[0-7]{3,4}")) {
        throw new IllegalArgumentException(
            "expected permissions in octal digits, such as \"0640\"");
      }
      return new ModeForm(Integer.parseInt(text, 8));
    }
  }

  /** {@code USER[:GROUP]}. */
  record OwnerForm(ManagedFile.Owner owner) {
    static OwnerForm parse(String text) {
      return new OwnerForm(ManagedFile.Owner.parse(text));
    }
  }

  /** How it is seen that it works. */
  record ProbeForm(
      @Description(
              "http://:PORT/PATH in the container, which must answer with a status from 200 to 399")
          Optional<HttpForm> http,
      @Description("Port in the container, which must take a connection") Optional<Integer> tcp,
      @Description("Command in the container, which must end with status 0")
          Optional<List<String>> exec,
      @Description("How long it may take after a start") @Default("30s") Duration within) {
    ProbeForm {
      if ((http.isPresent() ? 1 : 0) + (tcp.isPresent() ? 1 : 0) + (exec.isPresent() ? 1 : 0) > 1) {
        throw new IllegalArgumentException("expected at most one of http, tcp and exec");
      }
    }
  }

  /** {@code http://:PORT/PATH}. */
  record HttpForm(int port, String path) {
    static HttpForm parse(String text) {
      if (!text.matches("http://:[0-9]{1,5}(/.*)?")) {
        throw new IllegalArgumentException("expected http://:PORT/PATH");
      }
      String rest = text.substring("http://:".length());
      int slash = rest.indexOf('/');
      return new HttpForm(
          Integer.parseInt(slash < 0 ? rest : rest.substring(0, slash)),
          slash < 0 ? "/" : rest.substring(slash));
    }
  }

  /** How a container goes from version to version. */
  record UpdateForm(
      @Description("'stop-first', or 'start-first': the new one works before the old one stops")
          @Default("stop-first")
          UpdatePolicy.Order order,
      @Description("How many hosts at once, as a number or in percent") @Default("1")
          BatchForm batch,
      @Description("How many hosts go first, alone") @Default("0") int canary,
      @Description(
              "How long a container without a health check must stay up, and how long canaries are watched")
          @Default("5s")
          Duration monitor,
      @Description("How many hosts may fail before the rest is not begun") @Default("0")
          int maxFailures,
      @Description("'rollback': hosts that are done go back, too; 'stop'; 'continue'")
          @Default("rollback")
          UpdatePolicy.OnFailure onFailure) {}

  /** A number of hosts, or percent of them. */
  record BatchForm(UpdatePolicy.Batch batch) {
    static BatchForm parse(String text) {
      if (!text.matches("[0-9]{1,6}%?")) {
        throw new IllegalArgumentException("expected a number of hosts, or a percentage of them");
      }
      return new BatchForm(
          text.endsWith("%")
              ? UpdatePolicy.Batch.ofPercent(Integer.parseInt(text.substring(0, text.length() - 1)))
              : UpdatePolicy.Batch.of(Integer.parseInt(text)));
    }
  }
}
