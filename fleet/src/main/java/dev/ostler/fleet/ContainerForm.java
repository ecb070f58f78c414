package dev.ostler.fleet;

import dev.ostler.configuration.Advice;
import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Key;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Required;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    @Description("Names of hosts, or labels as KEY=VALUE") @Required @OneOrMany
        List<HostSelector> on,
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
    @Description(
            "[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]; on both sides a port, or a range 8000-8010")
        List<ComposeText.PortsForm> ports,
    @Description("'none', 'host', 'service:KEY' or what else the engine knows") @Key("network_mode")
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
        List<ComposeText.VolumeForm> volumes,
    @Description("Options of file systems in memory, by path") Map<String, String> tmpfs,
    @Description("Whether its root cannot be written") @Key("read_only") @Default("false")
        boolean readOnly,
    @Description("Size of /dev/shm") @Key("shm_size") Optional<ComposeText.SizeForm> sharedMemory,
    @Description("Whether it may do everything") @Default("false") boolean privileged,
    @Description("Capabilities beyond the usual") @Key("cap_add") List<String> capabilitiesAdded,
    @Description("Capabilities less") @Key("cap_drop") List<String> capabilitiesDropped,
    @Description("Such as no-new-privileges") @Key("security_opt") List<String> securityOptions,
    @Description("HOST[:CONTAINER[:RIGHTS]]") List<ComposeText.DeviceForm> devices,
    @Description("Further groups of its user") @Key("group_add") List<String> groups,
    @Description("Kernel settings of its namespaces") Map<String, String> sysctls,
    @Description("'host' or 'service:KEY'") Optional<String> pid,
    @Description("'host', 'shareable', 'none' or 'service:KEY'") Optional<String> ipc,
    @Description("'host'") Optional<String> uts,
    @Description("'host'") @Key("userns_mode") Optional<String> userns,
    @Description("'host' or 'private'") Optional<String> cgroup,
    @Description("Most memory; can be changed while it lives") @Key("mem_limit")
        Optional<ComposeText.SizeForm> memory,
    @Description("Memory that it should get by with when it is short") @Key("mem_reservation")
        Optional<ComposeText.SizeForm> memoryReservation,
    @Description("Most of memory and swap together") @Key("memswap_limit")
        Optional<ComposeText.SizeForm> memorySwap,
    @Description("Processors, also parts of them; 0 for no limit") @Range(min = 0) @Default("0")
        double cpus,
    @Description("Weight against others; 0 for the usual")
        @Key("cpu_shares")
        @Range(min = 0)
        @Default("0")
        long cpuShares,
    @Description("Processors such as 0-3") Optional<String> cpuset,
    @Description("Most processes; 0 or -1 for no limit")
        @Key("pids_limit")
        @Range(min = -1)
        @Default("0")
        long pids,
    @Description("-1000 to 1000")
        @Key("oom_score_adj")
        @Range(min = -1000, max = 1000)
        @Default("0")
        int outOfMemoryScore,
    @Description("LIMIT or SOFT:HARD, by name") Map<String, ComposeText.UlimitForm> ulimits,
    @Description("Where its output goes") Optional<LoggingForm> logging,
    @Description("The engine's health check; the image's if absent")
        Optional<HealthcheckForm> healthcheck,
    @Description("'no', 'always', 'unless-stopped' or 'on-failure[:TIMES]'") @Default("no")
        ComposeText.RestartForm restart,
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
    @Description("How it goes from version to version") Optional<UpdateForm> update) {
  private static final int HIGHEST_PORT = 65_535;

  /** Who may let a container rest. */
  enum Rest {
    GATEWAY
  }

  /** A folder or file of the host. */
  record MountForm(
      @Description("Path on the host") String source,
      @Description("Path in the container") String target,
      @Description("Whether it can only be read") @Default("false") boolean readOnly,
      @Description("Such as rslave") Optional<String> propagation) {}

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
      @Description("How many failures make it unhealthy; 0 for the engine's usual")
          @Range(min = 0)
          @Default("0")
          int retries,
      @Description("Whether the image's is switched off") @Default("false") boolean disable) {}

  /** A file in the container. */
  @OneOf({"from", "content", "base64", "secret"})
  record ManagedForm(
      @Description("File with the content") Optional<Path> from,
      @Description("The content, as text") Optional<String> content,
      @Description("The content, in Base64") Optional<Base64Form> base64,
      @Description("The content, which is shown nowhere") Optional<SecretForm> secret,
      @Description("Permissions, in octal digits") @Default("0644") ModeForm mode,
      @Description("USER[:GROUP], numbers, or names of the image") @Default("0:0") OwnerForm owner,
      @Description(
              "What makes a running container take notice: 'restart', 'recreate', 'nothing', {signal: NAME} or {exec: [WORD, ...]}")
          @Default("restart")
          OnChange onChange) {}

  /** Bytes in Base64, in any number of lines. */
  @Key("text in Base64")
  record Base64Form(FileContent content) {
    static Base64Form parse(String text) {
      try {
        byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        return new Base64Form(FileContent.of(bytes));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("expected bytes in Base64", e);
      }
    }
  }

  /** Permissions in octal digits. */
  @Key("mode such as 0640")
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
  @Key("text USER or USER:GROUP")
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
      @Description("Port in the container, which must take a connection")
          @Range(min = 1, max = HIGHEST_PORT)
          Optional<Integer> tcp,
      @Description("Command in the container, which must end with status 0")
          Optional<List<String>> exec,
      @Description("How long it may take after a start") @Default("30s") Duration within) {
    ProbeForm {
      if ((http.isPresent() ? 1 : 0) + (tcp.isPresent() ? 1 : 0) + (exec.isPresent() ? 1 : 0) > 1) {
        throw new IllegalArgumentException("expected at most one of http, tcp and exec");
      }
      if (exec.isPresent() && exec.get().isEmpty()) {
        throw new IllegalArgumentException("found an empty list in exec, expected a command");
      }
    }
  }

  /** {@code http://:PORT/PATH}. */
  @Key("text http://:PORT/PATH")
  record HttpForm(int port, String path) {
    static HttpForm parse(String text) {
      if (!text.matches("http://:[0-9]{1,5}(/.*)?")) {
        throw new IllegalArgumentException("expected http://:PORT/PATH");
      }
      String rest = text.substring("http://:".length());
      int slash = rest.indexOf('/');
      int port = Integer.parseInt(slash < 0 ? rest : rest.substring(0, slash));
      if (port < 1 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException("expected a PORT from 1 to " + HIGHEST_PORT);
      }
      return new HttpForm(port, slash < 0 ? "/" : rest.substring(slash));
    }
  }

  /** How a container goes from version to version. */
  record UpdateForm(
      @Description("'stop-first', or 'start-first': the new one works before the old one stops")
          @Default("stop-first")
          UpdatePolicy.Order order,
      @Description("How many hosts at once, as a number or in percent") @Default("1")
          BatchForm batch,
      @Description("How many hosts go first, alone") @Range(min = 0) @Default("0") int canary,
      @Description(
              "How long a container must stay up: one with 'health' or a health check only if this is set; and how long canaries are watched; 5s if absent")
          Optional<Duration> monitor,
      @Description("How many hosts may fail before the rest is not begun")
          @Range(min = 0)
          @Default("0")
          int maxFailures,
      @Description("'rollback': hosts that are done go back, too; 'stop'; 'continue'")
          @Default("rollback")
          UpdatePolicy.OnFailure onFailure) {}

  /** A number of hosts, or percent of them. */
  @Key("number or a percentage")
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
