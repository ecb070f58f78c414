package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real {@code sshd} on a port of 127.0.0.1, with a host key, authorized keys and settings of its
 * own. Logs in whoever runs the test, by the key {@link #identity}.
 */
public final class SshServer implements AutoCloseable {
  static final Path SSHD = Path.of("/usr/sbin/sshd");

  private static final String LOCALHOST = "127.0.0.1";

  private final Path folder;
  private static final Pattern STARTED = Pattern.compile("^Starting session: .* id ([0-9]+)$");

  private final Place place;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<String> users = new ArrayList<>();
  private Process process;

  /** Where it listens, and the machine that it runs on if that is another one. */
  private record Place(String address, int port, Optional<Machine> machine) {
    List<String> command(String... words) {
      return machine.map(other -> other.command(words)).orElse(List.of(words));
    }
  }

  private SshServer(Place place, Map<String, String> settings) throws IOException {
    this.folder = Files.createTempDirectory("ostler-sshd-");
    this.place = place;
    this.settings.putAll(settings);
    newKey("host");
    newKey("identity");
    Files.copy(folder.resolve("identity.pub"), folder.resolve("authorized_keys"));
    this.process = run();
  }

  /**
   * Starts one.
   *
   * @param settings of sshd_config(5), beyond those that make it work here
   * @return the server; the caller closes it
   */
  public static SshServer start(Map<String, String> settings) {
    try {
      return new SshServer(new Place(LOCALHOST, freePort(), Optional.empty()), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one at port 22 of a machine. */
  static SshServer start(Machine machine, Map<String, String> settings) throws IOException {
    return new SshServer(new Place(machine.address(), 22, Optional.of(machine)), settings);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void newKey(String name) {
    String file = folder.resolve(name).toString();
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file);
  }

  private Process run() throws IOException {
    Files.createDirectories(Path.of("/run/sshd"));
    Path configuration = Files.writeString(folder.resolve("sshd_config"), configuration());
    Process started =
        new ProcessBuilder(
                place.command(SSHD.toString(), "-D", "-e", "-f", configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    started.getOutputStream().close();
    Eventually.await("sshd listens: " + log(), () -> !started.isAlive() || listens());
    if (!started.isAlive()) {
      throw new IOException("sshd ended: " + log());
    }
    return started;
  }

  private String configuration() {
    Map<String, String> all = new TreeMap<>();
    all.put("ListenAddress", place.address());
    all.put("Port", Integer.toString(place.port()));
    all.put("HostKey", folder.resolve("host").toString());
    all.put("AuthorizedKeysFile", folder.resolve("authorized_keys").toString());
    all.put("PidFile", "none");
    all.put("UsePAM", "no");
    all.put("StrictModes", "no");
    all.put("PasswordAuthentication", "no");
    all.put("KbdInteractiveAuthentication", "no");
    all.put("PermitRootLogin", "yes");
    all.put("LogLevel", "VERBOSE");
    // Many tests log in at once.
    all.put("MaxStartups", "100");
    all.putAll(settings);
    StringBuilder text = new StringBuilder();
    all.forEach((keyword, value) -> text.append(keyword).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(place.address(), place.port()));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Returns where it listens.
   *
   * @return a port of 127.0.0.1, or of its host
   */
  public int port() {
    return place.port();
  }

  /**
   * Returns a private key that lets its owner in.
   *
   * @return its file; beside it is the public key
   */
  public Path identity() {
    return folder.resolve("identity");
  }

  /**
   * Returns a folder of its own for other files.
   *
   * @return it is deleted with the server
   */
  public Path folder() {
    return folder;
  }

  /**
   * Writes a file of known hosts with its key.
   *
   * @return the file
   */
  public Path knownHosts() {
    boolean isUsual = place.port() == 22;
    return knownHosts(isUsual ? place.address() : "[" + place.address() + "]:" + place.port());
  }

  /**
   * Writes a file of known hosts with its key.
   *
   * @param names by which it is known
   * @return the file
   */
  public Path knownHosts(String names) {
    try {
      Path file = folder.resolve("known_hosts-" + UUID.randomUUID());
      return Files.writeString(file, names + " " + hostKey() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the public half of the host key.
   *
   * @return type and key, as in a file of known hosts
   */
  public String hostKey() {
    try {
      String[] words = Files.readString(folder.resolve("host.pub")).split(" ", -1);
      return words[0] + " " + words[1];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the fingerprint of the host key.
   *
   * @return such as {@code SHA256:...}
   */
  public String fingerprint() {
    return Tool.run("ssh-keygen", "-l", "-f", folder.resolve("host.pub").toString())
        .split(" ", -1)[1];
  }

  /**
   * Makes a key that lets its owner in.
   *
   * @param name of its file
   * @param options of {@code ssh-keygen}, such as {@code -N} and a passphrase
   * @return the file of the private key
   */
  public Path newIdentity(String name, String... options) {
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", file.toString()));
    command.addAll(List.of(options));
    Tool.run(command.toArray(String[]::new));
    try {
      Files.writeString(
          folder.resolve("authorized_keys"),
          Files.readString(folder.resolve(name + ".pub")),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /**
   * Makes a user of the machine who can log in by a password, until the server is closed. Needs
   * root.
   *
   * @param password his password
   * @return his name
   */
  public String newUser(String password) {
    String name = "ostler" + UUID.randomUUID().toString().substring(0, 8);
    Tool.run("useradd", "--no-create-home", "--home-dir", "/", "--shell", "/bin/sh", name);
    users.add(name);
    Tool.run("sh", "-c", "echo '" + name + ":" + password + "' | chpasswd");
    return name;
  }

  /**
   * Returns what it has logged.
   *
   * @return its lines
   */
  public String log() {
    try {
      Path log = folder.resolve("log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Counts the logins.
   *
   * @return how many there were since its start
   */
  public long logins() {
    return log()
        .lines()
        .filter(line -> line.startsWith("Accepted ") && line.contains(" for "))
        .count();
  }

  /**
   * Counts the programs that ran at once on one login, of which {@code MaxSessions} allows so many.
   *
   * @return the most there were since its start
   */
  public int mostSessions() {
    // It numbers those of a login, and gives a number again when its program has ended.
    return log()
        .lines()
        .map(STARTED::matcher)
        .filter(Matcher::find)
        .mapToInt(session -> 1 + Integer.parseInt(session.group(1)))
        .max()
        .orElse(0);
  }

  /**
   * Says whether nobody is logged in.
   *
   * @return whether no login has a process
   */
  public boolean isIdle() {
    return ofLogins().findAny().isEmpty();
  }

  private Stream<ProcessHandle> ofLogins() {
    // To be on another machine, it is the child of the program that went there.
    Stream<ProcessHandle> sshd =
        place.machine().isPresent() ? process.children() : Stream.of(process.toHandle());
    return sshd.flatMap(ProcessHandle::descendants);
  }

  /**
   * Stops and continues the processes of its logins.
   *
   * @param frozen whether they stand still from now on
   */
  public void freeze(boolean frozen) {
    String signal = frozen ? "-STOP" : "-CONT";
    // A login may end by itself in between.
    ofLogins()
        .forEach(child -> Tool.run("sh", "-c", "kill " + signal + " " + child.pid() + " || :"));
  }

  /** Ends the logins that there are; new ones are taken. */
  public void dropLogins() {
    ofLogins().forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends it, with its logins, until {@link #restart}. */
  public void stop() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    Eventually.await("sshd ends", () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Starts it again at the same port, with the same keys. */
  public void restart() {
    try {
      process = run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts it anew with other settings.
   *
   * @param others of sshd_config(5), in place of those it was started with
   */
  public void restartWith(Map<String, String> others) {
    stop();
    settings.clear();
    settings.putAll(others);
    restart();
  }

  /** Gives it another host key. */
  public void changeHostKey() {
    try {
      stop();
      Files.delete(folder.resolve("host"));
      Files.delete(folder.resolve("host.pub"));
      newKey("host");
      process = run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    users.forEach(user -> Tool.run("userdel", user));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(Objects.requireNonNull(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
