package dev.ostler.fleet;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OtherFormats;
import dev.ostler.configuration.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of libflexkube: its containers, or the resource that wraps them. */
record LegacyForm(
    Map<String, EntryForm> previousState,
    Map<String, EntryForm> desiredState,
    Map<String, EntryForm> state,
    Map<String, EntryForm> containers) {

  /** A container and the host that it is on. */
  @OtherFormats({
    "on: found a container of a file of 'ostler fleet', which has no 'hosts'; name them there",
    "image: found a container of a file of 'ostler fleet', which has no 'hosts'; name them there"
  })
  record EntryForm(ContainerForm container, HostForm host, Map<String, String> configFiles) {}

  /** A container and where its engine is. */
  record ContainerForm(ConfigForm config, Optional<StatusForm> status, RuntimeForm runtime) {}

  /** What is known of a container. */
  record StatusForm(Optional<String> id, Optional<String> status) {}

  /** Where the engine is. */
  record RuntimeForm(DockerForm docker) {}

  /** Docker. */
  record DockerForm(Optional<String> host) {}

  /** What a container is made from. */
  record ConfigForm(
      String name,
      String image,
      List<String> args,
      List<String> entrypoint,
      List<PortForm> ports,
      List<MountForm> mounts,
      @Default("false") boolean privileged,
      Optional<String> networkMode,
      Optional<String> pidMode,
      Optional<String> ipcMode,
      Optional<String> user,
      Optional<String> group,
      Map<String, String> env) {}

  /** A port, the same on the host and in the container. */
  record PortForm(Optional<String> ip, int port, Optional<String> protocol) {}

  /** A folder or file of the host; a folder that is made if its name ends in a slash. */
  record MountForm(String source, String target, Optional<String> propagation) {}

  /** This machine, or one over SSH. */
  @OneOf({"direct", "ssh"})
  record HostForm(Optional<DirectForm> direct, Optional<SshForm> ssh) {}

  /** This machine. */
  record DirectForm() {}

  /** A machine over SSH. */
  record SshForm(
      String address,
      @Default("22") int port,
      @Default("root") String user,
      Optional<Secret> password,
      Optional<Secret> privateKey,
      @Default(SshForm.CONNECTION_TIMEOUT) String connectionTimeout,
      @Default(SshForm.RETRY_TIMEOUT) String retryTimeout,
      @Default("1s") String retryInterval) {
    static final String CONNECTION_TIMEOUT = "30s";
    static final String RETRY_TIMEOUT = "60s";

    private static final String DURATION = "([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+";
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> UNITS =
        Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final int LAST_PORT = 65_535;

    SshForm {
      List<String> problems = new ArrayList<>();
      if (address.isBlank()) {
        problems.add("address must not be empty");
      }
      if (user.isBlank()) {
        problems.add("user must not be empty");
      }
      if (port < 1 || port > LAST_PORT) {
        problems.add("port must be 1 to 65535, got " + port);
      }
      check(problems, "connectionTimeout", connectionTimeout);
      check(problems, "retryTimeout", retryTimeout);
      check(problems, "retryInterval", retryInterval);
      if (privateKey.isPresent() && !privateKey.get().reveal().contains("PRIVATE KEY-----")) {
        problems.add("privateKey must be a key in the form of PEM or OpenSSH");
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join(", ", problems));
      }
    }

    Host.Retry retry() {
      Duration interval = duration(retryInterval);
      return new Host.Retry(
          duration(retryTimeout), interval.isPositive() ? interval : Duration.ofMillis(1));
    }

    /** Go takes zero for no limit; here everything has one. */
    Duration connectWithin() {
      Duration given = duration(connectionTimeout);
      return given.isPositive() ? given : duration(CONNECTION_TIMEOUT);
    }

    /** As Go writes durations. */
    private static Duration duration(String text) {
      Duration sum = Duration.ZERO;
      Matcher part = PART.matcher(text);
      while (part.find()) {
        long unit = UNITS.getOrDefault(part.group(2), 0L);
        sum = sum.plusNanos((long) (Double.parseDouble(part.group(1)) * unit));
      }
      return sum;
    }

    private static void check(List<String> problems, String name, String duration) {
      if (!duration.matches(DURATION)) {
        problems.add(name + " must be a duration such as 30s, got '" + duration + "'");
      }
    }
  }
}
