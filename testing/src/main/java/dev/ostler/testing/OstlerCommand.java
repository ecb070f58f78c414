package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A call of the assembled {@code ostler} command, as a user makes it. */
public final class OstlerCommand {
  private static final String HOME = "ostler.home";
  private static final String MAIN = "dev.ostler.cli.Main";

  private final List<String> arguments;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> prefix = new ArrayList<>();
  private StartUp startUp = StartUp.LAUNCHER;
  private boolean forked;
  private boolean typed;
  private Path workingDirectory = Path.of("/");
  private Path application = home();

  private OstlerCommand(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LANG", "C.UTF-8");
  }

  /**
   * Makes a call.
   *
   * @param arguments what follows {@code ostler}
   * @return the call, to be changed and started
   */
  public static OstlerCommand of(String... arguments) {
    return new OstlerCommand(List.of(arguments));
  }

  /**
   * Makes a call that runs a shell script as its workload.
   *
   * @param script for {@code sh -c}
   * @param options for {@code ostler run}
   * @return the call, to be changed and started
   */
  public static OstlerCommand running(String script, String... options) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", "sh", "-c", script));
    return new OstlerCommand(arguments);
  }

  /**
   * Returns the application folder under test.
   *
   * @return the system property {@code ostler.home}, or {@code cli/target/ostler} of this checkout
   */
  public static Path home() {
    String given = System.getProperty(HOME);
    if (given != null) {
      return Path.of(given);
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("cli/target/ostler");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "cannot find the application folder: run 'mvn package', or set -D" + HOME);
  }

  /**
   * Takes another application folder than the one under test.
   *
   * @param folder with {@code bin/ostler} in it
   * @return this
   */
  public OstlerCommand at(Path folder) {
    application = folder;
    return this;
  }

  /**
   * Sets a variable; PATH, JAVA_HOME and LANG are set already, and nothing else.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public OstlerCommand with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Chooses who blocks the signals.
   *
   * @param how the launcher, unless said otherwise
   * @return this
   */
  public OstlerCommand startedBy(StartUp how) {
    startUp = how;
    return this;
  }

  /**
   * Puts a program before the command that executes it in place, such as {@code env}.
   *
   * @param program with its arguments
   * @return this
   */
  public OstlerCommand under(String... program) {
    prefix.addAll(List.of(program));
    return this;
  }

  /**
   * Makes it the first process of a process namespace.
   *
   * @return this
   */
  public OstlerCommand asPidOne() {
    forked = true;
    return under("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
  }

  /**
   * Lets the test type to its standard input, which is empty otherwise.
   *
   * @return this
   */
  public OstlerCommand typed() {
    typed = true;
    return this;
  }

  /**
   * Chooses the working directory.
   *
   * @param folder the root unless said otherwise
   * @return this
   */
  public OstlerCommand in(Path folder) {
    workingDirectory = folder;
    return this;
  }

  /**
   * Returns the words that would be executed.
   *
   * @return program and arguments
   */
  public List<String> words() {
    List<String> words = new ArrayList<>(prefix);
    switch (startUp) {
      case LAUNCHER -> words.add(application.resolve("bin/ostler").toString());
      case REEXECUTION -> words.addAll(JavaCommand.WORDS);
    }
    words.addAll(arguments);
    return words;
  }

  /**
   * Starts it.
   *
   * @return the running command; the caller closes it
   */
  public OstlerProcess start() {
    String mark = "OSTLER_TEST_MARK=" + UUID.randomUUID();
    ProcessBuilder builder = new ProcessBuilder(words()).directory(workingDirectory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    if (startUp == StartUp.REEXECUTION) {
      builder.environment().put("_JAVA_SR_SIGNUM", "16");
    }
    builder.environment().put("OSTLER_TEST_MARK", mark.substring(mark.indexOf('=') + 1));
    try {
      Path scratch = Files.createTempDirectory("ostler-it-");
      Path output = scratch.resolve("out");
      Path errors = scratch.resolve("err");
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      if (!typed) {
        builder.redirectInput(Path.of("/dev/null").toFile());
      }
      return new OstlerProcess(builder.start(), forked, mark, output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it to its end.
   *
   * @return what it came to
   */
  public Result run() {
    try (OstlerProcess process = start()) {
      return process.result();
    }
  }

  /**
   * What a finished command came to.
   *
   * @param status its exit status
   * @param output what it wrote to standard output
   * @param errors what it wrote to standard error
   */
  public record Result(int status, String output, String errors) {}

  /** How the launcher starts Java, read off a launcher's process. */
  private static final class JavaCommand {
    static final List<String> WORDS = read();

    private static List<String> read() {
      try (OstlerProcess process = running("echo up; exec sleep 60").start()) {
        process.awaitOutput("up\n");
        List<String> words = ProcFs.commandLine(process.pid());
        return List.copyOf(words.subList(0, words.indexOf(MAIN) + 1));
      }
    }
  }
}
