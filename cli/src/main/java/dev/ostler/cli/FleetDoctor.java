package dev.ostler.cli;

import dev.ostler.cli.Examination.Probe;
import dev.ostler.cli.Finding.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code ostler fleet} needs of the machine that it is called on. */
final class FleetDoctor {
  private static final String KEYS = "hosts are reached over SSH by keys of an agent or in files";

  /** SSH_AGENTC_REQUEST_IDENTITIES, a message of one byte. */
  private static final byte[] WHICH_KEYS = {0, 0, 0, 1, 11};

  private final Map<String, String> environment;
  private final Path root;

  FleetDoctor(Map<String, String> environment, Path root) {
    this.environment = environment;
    this.root = root;
  }

  List<Probe> probes() {
    List<Probe> probes = new ArrayList<>(EngineLook.probes(environment, root));
    probes.add(new Probe("ssh", "it knows what ~/.ssh/config says of hosts", this::client));
    probes.add(new Probe("ssh agent", KEYS, this::agent));
    probes.add(new Probe("ssh keys", KEYS, this::keys));
    probes.add(
        new Probe("known hosts", "only hosts whose keys are known are trusted", this::known));
    return probes;
  }

  /** What follows from all of them: whether there is any way to a host. */
  static Finding way(List<Finding> findings) {
    String why = "without an engine here or a key for hosts elsewhere no host can be reached";
    boolean isThere =
        findings.stream()
            .filter(finding -> finding.state() == State.OK)
            .anyMatch(finding -> finding.name().startsWith("engine ") || isKey(finding));
    return isThere
        ? Finding.ok("a way to hosts", "an engine here, or a key for hosts elsewhere", why)
        : new Finding(
            "a way to hosts",
            State.MISSING,
            "no engine answers here, and there is no SSH key",
            why,
            "start a container engine, or make a key by 'ssh-keygen' and let hosts know it");
  }

  private static boolean isKey(Finding finding) {
    return finding.name().equals("ssh agent") || finding.name().equals("ssh keys");
  }

  private Finding client() {
    String why = "it knows what ~/.ssh/config says of hosts, also by Match and Include";
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path program = Path.of(folder, "ssh");
      if (Files.isExecutable(program)) {
        return Finding.ok("ssh", program.toString(), why);
      }
    }
    return new Finding(
        "ssh",
        State.DOUBTFUL,
        "no 'ssh' in PATH",
        why,
        "install OpenSSH's client (Debian: openssh-client)");
  }

  private Finding agent() throws IOException {
    String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
    if (socket.isEmpty()) {
      return without("ssh agent", "SSH_AUTH_SOCK is not set", "start one by 'eval $(ssh-agent)'");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(WHICH_KEYS));
      InputStream answer = Channels.newInputStream(channel);
      ByteBuffer head = ByteBuffer.wrap(answer.readNBytes(9));
      int keys = head.remaining() == 9 ? head.getInt(5) : 0;
      return keys > 0
          ? Finding.ok("ssh agent", keys + (keys == 1 ? " key" : " keys"), KEYS)
          : without("ssh agent", "it has no keys", "give it one by 'ssh-add'");
    } catch (IOException e) {
      return without(
          "ssh agent", "does not answer at " + socket + ": " + e.getMessage(), "start it anew");
    }
  }

  private static Finding without(String name, String found, String advice) {
    return new Finding(name, State.DOUBTFUL, found, KEYS, advice);
  }

  private Finding keys() throws IOException {
    Path folder = settings();
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "id_*")) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          if (!name.endsWith(".pub") && Files.isReadable(file)) {
            names.add(name);
          }
        }
      }
    }
    names.sort(null);
    return names.isEmpty()
        ? without("ssh keys", "none in " + folder, "make one by 'ssh-keygen', or use an agent")
        : Finding.ok("ssh keys", String.join(", ", names), KEYS);
  }

  private Finding known() throws IOException {
    String why = "only hosts whose keys are known are trusted, unless 'hostKeys' says otherwise";
    for (Path file :
        List.of(settings().resolve("known_hosts"), root.resolve("etc/ssh/ssh_known_hosts"))) {
      if (Files.isReadable(file)) {
        long hosts =
            Files.readString(file, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .count();
        return Finding.ok("known hosts", hosts + " keys in " + file, why);
      }
    }
    return new Finding(
        "known hosts",
        State.DOUBTFUL,
        "no file known_hosts",
        why,
        "add hosts by 'ssh-keyscan', or log in to each once by 'ssh'");
  }

  private Path settings() {
    return Path.of(environment.getOrDefault("HOME", "/root"), ".ssh");
  }
}
