package dev.ostler.engine;

import static dev.ostler.engine.SshLoginException.Kind.SETTINGS;

import com.jcraft.jsch.ConfigRepository;
import com.jcraft.jsch.OpenSSHConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What the OpenSSH configuration says of a host: as OpenSSH itself resolves it, or, where it is not
 * installed, as far as that can be known without it.
 */
final class SshResolver implements SshConfiguration.Source {
  /** {@code ssh -G} asks nobody but programs that a {@code Match exec} names. */
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private static final List<String> KEYWORDS =
      List.of(
          "ConnectTimeout",
          "GlobalKnownHostsFile",
          "HashKnownHosts",
          "HostKeyAlias",
          "HostName",
          "IdentitiesOnly",
          "IdentityAgent",
          "IdentityFile",
          "Port",
          "ProxyCommand",
          "ProxyJump",
          "ServerAliveCountMax",
          "ServerAliveInterval",
          "StrictHostKeyChecking",
          "User",
          "UserKnownHostsFile");

  private static final List<String> IDENTITIES =
      List.of("~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ed25519");
  private static final List<String> KNOWN_HOSTS =
      List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2");

  private final Optional<Path> ssh;
  private final SshPaths paths;

  /**
   * @param ssh the program, if it is installed
   */
  SshResolver(Optional<Path> ssh, SshPaths paths) {
    this.ssh = ssh;
    this.paths = paths;
  }

  static SshResolver ofThisMachine(SshPaths paths) {
    String folders = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> ssh =
        Arrays.stream(folders.split(":"))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, "ssh"))
            .filter(Files::isExecutable)
            .findFirst();
    return new SshResolver(ssh, paths);
  }

  @Override
  public Map<String, List<String>> of(SshSettings settings) throws SshLoginException {
    Map<String, List<String>> values =
        ssh.isPresent() ? asked(ssh.get(), settings) : read(settings);
    // What OpenSSH prints of several files has no quotes; what was set here is known exactly.
    for (String keyword : List.of("UserKnownHostsFile", "GlobalKnownHostsFile")) {
      Optional.ofNullable(settings.options().get(keyword))
          .ifPresent(set -> values.put(keyword.toLowerCase(Locale.ROOT), SshWords.split(set)));
    }
    return values;
  }

  private static Map<String, List<String>> asked(Path ssh, SshSettings settings)
      throws SshLoginException {
    List<String> command = new ArrayList<>(List.of(ssh.toString(), "-G"));
    settings
        .access()
        .configuration()
        .ifPresent(file -> command.addAll(List.of("-F", file.toString())));
    settings
        .options()
        .forEach((keyword, value) -> command.addAll(List.of("-o", keyword + "=" + value)));
    command.addAll(List.of("--", settings.host()));
    return parsed(output(command, settings.host()));
  }

  private static String output(List<String> command, String host) throws SshLoginException {
    try {
      Process process =
          new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile()).start();
      try {
        var complaints = readAside(process);
        Thread.ofVirtual().start(() -> endLate(process));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() == 0) {
          return said;
        }
        throw new SshLoginException(
            SETTINGS,
            "the SSH configuration of " + host + " cannot be read: " + complaint(complaints.get()),
            null);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw e instanceof SshLoginException known
          ? known
          : new SshLoginException(SETTINGS, "`" + command.getFirst() + " -G` cannot be run", e);
    } catch (InterruptedException | ExecutionException e) {
      Thread.currentThread().interrupt();
      throw new SshLoginException(SETTINGS, "reading the SSH configuration was interrupted", e);
    }
  }

  private static Future<String> readAside(Process process) {
    var said = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            said.complete(
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            said.complete("");
          }
        });
    return said;
  }

  private static void endLate(Process process) {
    try {
      if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static String complaint(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith("Pseudo-terminal"))
        .reduce((first, second) -> first + "; " + second)
        .orElse("no answer within " + WITHIN.toSeconds() + " s");
  }

  private static Map<String, List<String>> parsed(String output) {
    Map<String, List<String>> values = new HashMap<>();
    for (String line : output.lines().toList()) {
      int space = line.indexOf(' ');
      if (space > 0) {
        String keyword = line.substring(0, space).toLowerCase(Locale.ROOT);
        String value = line.substring(space + 1).strip();
        // Several files are printed side by side; each is absolute by then.
        List<String> files =
            keyword.endsWith("knownhostsfile") ? List.of(value.split("\\s+(?=/)")) : List.of(value);
        values.computeIfAbsent(keyword, _ -> new ArrayList<>()).addAll(files);
      }
    }
    return values;
  }

  private Map<String, List<String>> read(SshSettings settings) throws SshLoginException {
    Path file = settings.access().configuration().orElseGet(paths::usualConfiguration);
    ConfigRepository.Config config = config(file, settings).getConfig(settings.host());
    Map<String, List<String>> values = new HashMap<>();
    for (String keyword : KEYWORDS) {
      List<String> found = found(config, settings, keyword);
      if (!found.isEmpty()) {
        values.put(keyword.toLowerCase(Locale.ROOT), found);
      }
    }
    values.computeIfPresent(
        "hostname", (_, names) -> List.of(names.getFirst().replace("%h", settings.host())));
    values.putIfAbsent("identityfile", IDENTITIES);
    values.putIfAbsent("userknownhostsfile", KNOWN_HOSTS);
    values.putIfAbsent("globalknownhostsfile", List.of("/etc/ssh/ssh_known_hosts"));
    return values;
  }

  private static OpenSSHConfig config(Path file, SshSettings settings) throws SshLoginException {
    try {
      if (!Files.exists(file) && settings.access().configuration().isEmpty()) {
        return OpenSSHConfig.parse("");
      }
      String text = Files.readString(file);
      refuseWhatNeedsOpenSsh(file, text);
      return OpenSSHConfig.parse(text);
    } catch (SshLoginException e) {
      throw e;
    } catch (IOException e) {
      throw new SshLoginException(SETTINGS, "the SSH configuration " + file + " cannot be read", e);
    }
  }

  /** To pass over these would be to connect with other settings than were meant. */
  private static void refuseWhatNeedsOpenSsh(Path file, String text) throws SshLoginException {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String keyword = line.strip().split("[\\s=]", 2)[0].toLowerCase(Locale.ROOT);
      if (keyword.equals("match") || keyword.equals("include")) {
        throw new SshLoginException(
            SETTINGS,
            "%s:%d has %s, which only OpenSSH understands, and it is not installed; install it, or name another configuration"
                .formatted(file, number, line.strip()),
            null);
      }
    }
  }

  private static List<String> found(
      ConfigRepository.Config config, SshSettings settings, String keyword) {
    List<String> found = new ArrayList<>();
    String set = settings.options().get(keyword);
    boolean many = keyword.equals("IdentityFile") || keyword.endsWith("KnownHostsFile");
    if (set != null) {
      found.addAll(many ? SshWords.split(set) : List.of(set));
    }
    if (set == null || keyword.equals("IdentityFile")) {
      String[] values = config.getValues(keyword);
      for (String value : values == null ? new String[0] : values) {
        found.addAll(many ? SshWords.split(value) : List.of(value));
      }
    }
    return found;
  }
}
