package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A job whose process {@code web} runs under {@code ostler container-run}.
 *
 * <p>Scripts with a trap wait by short sleeps: a child that a shell has just forked still has the
 * trap, so that a signal in this moment is lost on a long one.
 */
final class Job implements AutoCloseable {
  static final int FAILED = 1;

  private final Path base;
  private final OstlerProcess ostler;

  private Job(Path base, OstlerProcess ostler) {
    this.base = base;
    this.ostler = ostler;
  }

  /** Makes a call that runs a shell script. */
  static OstlerCommand running(Path base, String script, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("container-run", "--job-name", "job", "--process-name", "web"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", "sh", "-c", script));
    return OstlerCommand.of(arguments.toArray(String[]::new)).with("OSTLER_BASE", base.toString());
  }

  static Job start(Path base, String script, String... options) {
    return new Job(base, running(base, script, options).start());
  }

  /** Starts one whose script says {@code up} as soon as it listens. */
  static Job up(Path base, String script, String... options) {
    Job job = start(base, script, options);
    job.ostler.awaitOutput("up\n");
    job.awaitRunning(true);
    return job;
  }

  OstlerProcess ostler() {
    return ostler;
  }

  Path socket() {
    return base.resolve("data/job/web_containerrun.sock");
  }

  Path sentinel() {
    return base.resolve("data/job/web_containerrun.running");
  }

  Path pidFile() {
    return base.resolve("sys/run/bpm/job/web.pid");
  }

  void send(String... words) {
    Kernel.send(socket(), words);
  }

  /** Stops and waits for the end. */
  void stop() {
    send("STOP");
    awaitRunning(false);
  }

  /** The two files come and go one after the other. */
  void awaitRunning(boolean wanted) {
    Eventually.await(
        "sentinel and pid file are " + (wanted ? "there" : "gone"),
        () -> Files.exists(sentinel()) == wanted && Files.exists(pidFile()) == wanted);
  }

  /** Waits until the script has said something that many times. */
  void awaitOutput(String line, int times) {
    Eventually.await(
        "'" + line + "' was said " + times + " times",
        () -> ostler.output().lines().filter(line::equals).count() == times);
  }

  /** Returns what the pid file says, as soon as it is there. */
  long pid() {
    Eventually.await("the pid file is there", () -> Files.exists(pidFile()));
    try {
      return Long.parseLong(Files.readString(pidFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended and claims that nothing of it is left. */
  int awaitExit() {
    int status = ostler.awaitExit();
    assertThat(ostler.descendants()).as("left behind").isEmpty();
    assertThat(socket()).doesNotExist();
    assertThat(sentinel()).doesNotExist();
    assertThat(pidFile()).doesNotExist();
    return status;
  }

  @Override
  public void close() {
    ostler.close();
  }
}
