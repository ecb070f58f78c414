package dev.ostler.fleet;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Key;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.Secret;
import dev.ostler.configuration.ShortForm;
import dev.ostler.configuration.Size;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import dev.ostler.engine.SshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file of a fleet as it is written. */
@Description("Containers and their files on many hosts")
record FleetForm(
    @Description("Tells the fleet from others on the same hosts; the folder's name if absent")
        Optional<String> name,
    @Required Map<String, HostForm> hosts,
    Map<String, ContainerForm> containers,
    @Description("Who pulls, by name of the registry; for others, whoever 'docker login' named")
        Map<String, LoginForm> registries) {

  /** Who pulls from a registry. */
  record LoginForm(String user, Secret password) {}

  /** A machine with an engine. */
  @OneOf({"engine", "ssh"})
  record HostForm(
      @Description("Address of the engine, such as unix:///var/run/docker.sock")
          Optional<String> engine,
      @Description("Folder with ca.pem, cert.pem and key.pem, for an engine over TLS")
          Optional<Path> tls,
      @Description("How to reach it over SSH") Optional<SshForm> ssh,
      @Description("What selectors ask for") Map<String, String> labels) {}

  /** A machine over SSH; what is left out is as the configuration of OpenSSH has it. */
  record SshForm(
      @ShortForm String address,
      Optional<String> user,
      Optional<Integer> port,
      Optional<Path> key,
      Optional<Secret> password,
      Optional<Secret> passphrase,
      @OneOrMany List<String> jump,
      @Default("known") SshSettings.HostKeys hostKeys,
      Optional<Path> knownHosts,
      @Description("Path of the engine's socket there") Optional<String> socket) {}

  /** A container, with the words of Compose for what Compose knows. */
  record ContainerForm(
      @Description("Names of hosts, or labels as KEY=VALUE") @OneOrMany List<String> on,
      String image,
      @Key("container_name") Optional<String> containerName,
      Optional<String> platform,
      @Key("pull_policy") @Default("missing") PullPolicy pull,
      @Description("Archive as 'docker save' writes it, sent to hosts that do not have its image")
          Optional<Path> imageFrom,
      Optional<List<String>> entrypoint,
      List<String> command,
      Map<String, String> environment,
      Map<String, Secret> secrets,
      Optional<String> user,
      @Key("working_dir") Optional<String> workingDirectory,
      @Default("false") boolean tty,
      @Key("stdin_open") @Default("false") boolean stdinOpen,
      Optional<Boolean> init,
      Map<String, String> labels,
      List<PortForm> ports,
      @Key("network_mode") Optional<String> networkMode,
      List<String> networks,
      Optional<String> hostname,
      Optional<String> domainname,
      @Key("extra_hosts") List<String> extraHosts,
      @OneOrMany List<String> dns,
      @Key("dns_search") @OneOrMany List<String> dnsSearch,
      @Key("dns_opt") List<String> dnsOptions,
      List<MountForm> mounts,
      List<VolumeForm> volumes,
      Map<String, String> tmpfs,
      @Key("read_only") @Default("false") boolean readOnly,
      @Key("shm_size") Optional<Size> sharedMemory,
      @Default("false") boolean privileged,
      @Key("cap_add") List<String> capabilitiesAdded,
      @Key("cap_drop") List<String> capabilitiesDropped,
      @Key("security_opt") List<String> securityOptions,
      List<DeviceForm> devices,
      @Key("group_add") List<String> groups,
      Map<String, String> sysctls,
      Optional<String> pid,
      Optional<String> ipc,
      Optional<String> uts,
      @Key("userns_mode") Optional<String> userns,
      Optional<String> cgroup,
      @Key("mem_limit") Optional<Size> memory,
      @Key("mem_reservation") Optional<Size> memoryReservation,
      @Key("memswap_limit") Optional<Size> memorySwap,
      @Default("0") double cpus,
      @Key("cpu_shares") @Default("0") long cpuShares,
      Optional<String> cpuset,
      @Key("pids_limit") @Default("0") long pids,
      @Key("oom_score_adj") @Default("0") int outOfMemoryScore,
      Map<String, UlimitForm> ulimits,
      Optional<LoggingForm> logging,
      Optional<HealthcheckForm> healthcheck,
      @Default("no") RestartForm restart,
      @Key("stop_signal") Optional<String> stopSignal,
      @Key("stop_grace_period") Optional<Duration> stopGracePeriod,
      Map<String, ManagedForm> files,
      Map<String, ManagedForm> hostFiles,
      Optional<ProbeForm> health,
      Optional<Rest> rest,
      @OneOrMany List<String> after,
      Optional<UpdateForm> update) {}

  /** Who may let a container rest. */
  enum Rest {
    GATEWAY
  }

  /** Compose's short form of a port. */
  record PortForm(Networking.Port port) {
    static PortForm parse(String text) {
      return new PortForm(Ports.parse(text));
    }
  }

  /** A folder or file of the host. */
  record MountForm(
      String source,
      String target,
      @Default("false") boolean readOnly,
      Optional<String> propagation) {}

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
  record LoggingForm(Optional<String> driver, Map<String, String> options) {}

  /** The engine's health check. */
  record HealthcheckForm(
      List<String> test,
      Optional<Duration> interval,
      Optional<Duration> timeout,
      @Key("start_period") Optional<Duration> startPeriod,
      @Key("start_interval") Optional<Duration> startInterval,
      @Default("0") int retries,
      @Default("false") boolean disable) {}

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
      Optional<Path> from,
      Optional<String> content,
      Optional<String> base64,
      Optional<Secret> secret,
      @Default("0644") ModeForm mode,
      @Default("0:0") OwnerForm owner,
      @Default("restart") OnChange onChange) {}

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
      Optional<HttpForm> http,
      Optional<Integer> tcp,
      Optional<List<String>> exec,
      @Default("30s") Duration within) {
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
      @Default("stop-first") UpdatePolicy.Order order,
      @Default("1") BatchForm batch,
      @Default("0") int canary,
      @Default("5s") Duration monitor,
      @Default("0") int maxFailures,
      @Default("rollback") UpdatePolicy.OnFailure onFailure) {}

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
