package dev.ostler.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How to reach a container engine over SSH. Whatever is not set here is as the OpenSSH
 * configuration says, so that {@code SshSettings.of("web1")} reaches what {@code ssh web1} reaches.
 *
 * @param host a name of the OpenSSH configuration, a host name or an address
 * @param options keywords of ssh_config(5) with their values, which win over the configuration
 * @param jumps the hosts to go through, in order; empty for those of the configuration, if any
 * @param access what is not in an OpenSSH configuration
 * @see <a href="https://man.openbsd.org/ssh_config.5">ssh_config(5)</a>
 */
public record SshSettings(
    String host, Map<String, String> options, List<SshSettings> jumps, Access access) {

  /**
   * What is not in an OpenSSH configuration.
   *
   * @param configuration the OpenSSH configuration to read; empty for the user's and the machine's
   * @param secrets where passwords and passphrases come from
   * @param socket the engine's socket on the host
   * @param idle how long a login without streams is kept; positive
   */
  public record Access(
      Optional<Path> configuration, SshSecrets secrets, String socket, Duration idle) {
    static final Access USUAL =
        new Access(Optional.empty(), SshSecrets.NONE, DOCKER_SOCKET, Duration.ofMinutes(1));

    /** Checks the socket and the time. */
    public Access {
      if (!socket.startsWith("/") || socket.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "the engine's socket must be an absolute path, got '" + socket + "'");
      }
      if (!idle.isPositive()) {
        throw new IllegalArgumentException("idle must be positive, got " + idle);
      }
    }

    private Access orElse(Access others) {
      return new Access(
          configuration.or(others::configuration),
          secrets.orElse(others.secrets),
          socket.equals(USUAL.socket) ? others.socket : socket,
          idle.equals(USUAL.idle) ? others.idle : idle);
    }
  }

  /** Where Docker listens. */
  public static final String DOCKER_SOCKET = "/var/run/docker.sock";

  /** Which host keys are accepted; a changed or revoked one never is. */
  public enum HostKeys {
    /** Only those that a file of known hosts has. */
    KNOWN("yes"),
    /** Also that of a host of which no key is known; it is added to the file. */
    ACCEPT_NEW("accept-new");

    private final String option;

    HostKeys(String option) {
      this.option = option;
    }
  }

  /** Checks the host and the options. */
  public SshSettings {
    // OpenSSH would take a leading dash for an option of its own.
    if (!host.matches("[^-\\s@/][^\\s@/]*")) {
      throw new IllegalArgumentException(
          "an SSH host must be a name or address, got '" + host + "'");
    }
    Map<String, String> checked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.forEach((keyword, value) -> checked.put(checkedKeyword(keyword), checked(value)));
    options = Collections.unmodifiableMap(checked);
    jumps = List.copyOf(jumps);
  }

  private static String checkedKeyword(String keyword) {
    if (!keyword.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException("not a keyword of ssh_config: '" + keyword + "'");
    }
    return keyword;
  }

  private static String checked(String value) {
    if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not a value of an SSH option: '" + value + "'");
    }
    return value;
  }

  /**
   * Returns settings that leave all to the OpenSSH configuration.
   *
   * @param host a name of the OpenSSH configuration, a host name or an address
   * @return the settings
   */
  public static SshSettings of(String host) {
    return new SshSettings(host, Map.of(), List.of(), Access.USUAL);
  }

  /**
   * Reads an address as {@code DOCKER_HOST} may hold it.
   *
   * @param address such as {@code ssh://deploy@web1:2222} or, with a socket, {@code
   *     ssh://web1/run/podman/podman.sock}
   * @return the settings
   * @throws IllegalArgumentException if it is not such an address
   */
  public static SshSettings parse(String address) {
    try {
      URI uri = new URI(address);
      String host = uri.getHost();
      if (!"ssh".equals(uri.getScheme()) || host == null) {
        throw new IllegalArgumentException(wrong(address));
      }
      String user = uri.getUserInfo();
      String path = uri.getPath();
      boolean bracketed = host.startsWith("[");
      SshSettings settings = of(bracketed ? host.substring(1, host.length() - 1) : host);
      settings = user == null ? settings : settings.withUser(user);
      settings = uri.getPort() < 0 ? settings : settings.withPort(uri.getPort());
      return path.length() > 1 ? settings.withSocket(path) : settings;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(wrong(address), e);
    }
  }

  private static String wrong(String address) {
    return "not an address such as ssh://user@host:22: '" + address + "'";
  }

  /**
   * Returns these settings with an option of OpenSSH.
   *
   * @param keyword of ssh_config(5), such as {@code HostKeyAlias}
   * @param value its value, as it would stand in the file
   * @return the settings
   */
  public SshSettings with(String keyword, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(options);
    more.put(keyword, value);
    return new SshSettings(host, more, jumps, access);
  }

  /**
   * Returns these settings with a user.
   *
   * @param user the name on the host
   * @return the settings
   */
  public SshSettings withUser(String user) {
    return with("User", user);
  }

  /**
   * Returns these settings with a port.
   *
   * @param port 1 to 65535
   * @return the settings
   */
  public SshSettings withPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port must be 1 to 65535, got " + port);
    }
    return with("Port", Integer.toString(port));
  }

  /**
   * Returns these settings with a private key, which is tried besides the agent's.
   *
   * @param identity its file
   * @return the settings
   */
  public SshSettings withIdentity(Path identity) {
    return with("IdentityFile", SshWords.quote(identity.toString()));
  }

  /**
   * Returns these settings with a file of known hosts in place of the user's.
   *
   * @param knownHosts the file
   * @return the settings
   */
  public SshSettings withKnownHosts(Path knownHosts) {
    return with("UserKnownHostsFile", SshWords.quote(knownHosts.toString()));
  }

  /**
   * Returns these settings with a rule for host keys.
   *
   * @param hostKeys which are accepted; unless set, {@link HostKeys#KNOWN}, or {@link
   *     HostKeys#ACCEPT_NEW} where the OpenSSH configuration does not ask
   * @return the settings
   */
  public SshSettings withHostKeys(HostKeys hostKeys) {
    return with("StrictHostKeyChecking", hostKeys.option);
  }

  /**
   * Returns these settings with hosts to go through.
   *
   * @param through in order; each has settings of its own and nothing of these
   * @return the settings
   */
  public SshSettings withJumps(List<SshSettings> through) {
    return new SshSettings(host, options, through, access);
  }

  /**
   * Returns these settings with another source of secrets.
   *
   * @param secrets where passwords and passphrases come from
   * @return the settings
   */
  public SshSettings withSecrets(SshSecrets secrets) {
    return withAccess(new Access(access.configuration, secrets, access.socket, access.idle));
  }

  /**
   * Returns these settings with another socket.
   *
   * @param socket the engine's on the host, an absolute path
   * @return the settings
   */
  public SshSettings withSocket(String socket) {
    return withAccess(new Access(access.configuration, access.secrets, socket, access.idle));
  }

  /**
   * Returns these settings with an OpenSSH configuration in place of the user's and the machine's.
   *
   * @param configuration its file
   * @return the settings
   */
  public SshSettings withConfiguration(Path configuration) {
    return withAccess(
        new Access(Optional.of(configuration), access.secrets, access.socket, access.idle));
  }

  /**
   * Returns these settings with another time after which an unused login ends.
   *
   * @param idle how long a login without streams is kept; positive
   * @return the settings
   */
  public SshSettings withIdle(Duration idle) {
    return withAccess(new Access(access.configuration, access.secrets, access.socket, idle));
  }

  private SshSettings withAccess(Access other) {
    return new SshSettings(host, options, jumps, other);
  }

  /**
   * Returns these settings with what others say of all that these leave open: option by option, and
   * so the jumps, the socket, the secrets, the configuration and the time of an unused login.
   *
   * @param others such as those of a group of hosts; their host means nothing
   * @return the settings
   */
  public SshSettings orElse(SshSettings others) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(others.options);
    all.putAll(options);
    return new SshSettings(
        host, all, jumps.isEmpty() ? others.jumps : jumps, access.orElse(others.access));
  }

  /**
   * Returns the address for messages.
   *
   * @return such as {@code ssh://deploy@web1}
   */
  String address() {
    String user = options.containsKey("User") ? options.get("User") + "@" : "";
    String port = options.containsKey("Port") ? ":" + options.get("Port") : "";
    return "ssh://" + user + (host.contains(":") ? "[" + host + "]" : host) + port;
  }
}
