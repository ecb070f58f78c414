package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ostler.linux.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** A Java program of a test in a process of its own, which prints lines. */
final class OtherJvm implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;
  private static final String END = "(the program has ended)";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private OtherJvm(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().start(this::read);
  }

  /**
   * Starts it; the caller closes it.
   *
   * @param prefix a command that executes its arguments, such as env or unshare
   */
  static OtherJvm start(List<String> prefix, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xrs",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(main),
            main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("_JAVA_SR_SIGNUM", "16");
    return new OtherJvm(builder.start());
  }

  private static String classPath(Class<?> main) {
    return Stream.of(main, Entrypoint.class, Signal.class, TarArchiveEntry.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .distinct()
        .collect(Collectors.joining(":"));
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException closed) {
      // What was read so far is all there is.
    }
    lines.add(END);
  }

  long pid() {
    return process.pid();
  }

  String line() throws InterruptedException {
    String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    return line == null ? fail("no line within " + LIMIT_SECONDS + " s") : line;
  }

  /** The next line with a beginning, whatever comes before. */
  String lineWith(String beginning) throws InterruptedException {
    List<String> before = new ArrayList<>();
    String line = line();
    while (!line.startsWith(beginning)) {
      before.add(line);
      assertThat(line).as(beginning + " after " + before).isNotEqualTo(END);
      line = line();
    }
    return line;
  }

  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
