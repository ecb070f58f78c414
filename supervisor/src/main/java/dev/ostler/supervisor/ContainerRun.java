package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import dev.ostler.linux.UnixDatagramSocket;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What quarks-container-run does: one process that datagrams suspend and resume. */
public final class ContainerRun {
  /**
   * What is where.
   *
   * @param base instead of {@code /var/vcap}
   * @param job the name of the job
   * @param process the name of the process
   */
  public record Place(Path base, String job, String process) {
    Path socket() {
      return base.resolve("data").resolve(job).resolve(process + "_containerrun.sock");
    }

    Path sentinel() {
      return base.resolve("data").resolve(job).resolve(process + "_containerrun.running");
    }

    Path pidFile() {
      return base.resolve("sys/run/bpm").resolve(job).resolve(process + ".pid");
    }

    Path bpm() {
      return base.resolve("jobs/bpm/bin/bpm");
    }
  }

  /**
   * What follows a start.
   *
   * @param command the program and its arguments; without it nothing follows
   * @param condition the program that must succeed first and its arguments; may be empty
   * @param interval between two looks at the condition, usually 3 s
   * @param limit how long all of it may take, usually 15 min
   */
  public record Following(
      List<String> command, List<String> condition, Duration interval, Duration limit) {}

  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final String SCRIPT_MODE = "rwxr-xr-x";

  private ContainerRun() {}

  /**
   * Runs until it is stopped or the process fails.
   *
   * @param place what is where
   * @param command what to run
   * @param following what follows each start
   * @param reporter where messages for people go
   * @return the status to exit with: 0 after TERM or INT, the process's if it failed, 1 if what
   *     follows the start failed
   * @throws IOException if the socket or the folders cannot be made, or another instance is there
   */
  public static int run(Place place, ChildCommand command, Following following, Reporter reporter)
      throws IOException {
    makeFolder(place.socket().resolveSibling(""));
    makeFolder(place.pidFile().resolveSibling(""));
    Setup setup =
        Setup.of(command, policy(), SignalMap.withoutTerminal())
            .withAccess(
                new Setup.Access(
                    Optional.of(Setup.Datagrams.silent(place.socket())),
                    Optional.empty(),
                    Optional.empty()))
            .withEnd(new Setup.End(Optional.of(0), GRACE, false));
    try (Entrypoint entrypoint = Entrypoint.open()) {
      Supervision supervision = new Supervision(entrypoint, setup, reporter);
      Unit unit = supervision.unit(Setup.ONLY);
      unit.mark(new RunningMarks(place.sentinel(), place.pidFile(), reporter));
      plan(command.environment(), following)
          .ifPresent(plan -> unit.accompany(new PostStart(entrypoint, supervision, plan)));
      return supervision.loop();
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException refused) {
      throw new IOException(
          "cannot make the folder "
              + folder
              + ": "
              + reason(refused)
              + "; set OSTLER_BASE to a folder that may be written to",
          refused);
    }
  }

  /** java.nio's messages are often a bare path, with the reason in the class's name. */
  static String reason(IOException refused) {
    return switch (refused) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case FileAlreadyExistsException found -> found.getFile() + " is there and no folder";
      default -> String.valueOf(refused.getMessage());
    };
  }

  private static Policy policy() {
    return Policy.defaults()
        .withStopping(Stopping.by(Signal.TERM, GRACE))
        .withRestart(RestartPolicy.of(RestartPolicy.When.ON_REQUEST));
  }

  /** A command that is not there is left out, as it always was. */
  private static Optional<PostStart.Plan> plan(
      Map<String, String> environment, Following following) {
    if (following.command().isEmpty()) {
      return Optional.empty();
    }
    ChildCommand command = ChildCommand.of(following.command(), environment);
    try {
      command.findExecutable();
    } catch (LinuxException notThere) {
      return Optional.empty();
    }
    Optional<ChildCommand> condition =
        following.condition().isEmpty()
            ? Optional.empty()
            : Optional.of(ChildCommand.of(following.condition(), environment));
    return Optional.of(
        new PostStart.Plan(
            command, condition, following.interval(), following.limit(), GRACE, false));
  }

  /**
   * Sends a word to a running instance.
   *
   * @param place where it runs
   * @param word START, STOP or QUIT
   * @throws IOException if nobody listens there
   */
  public static void send(Place place, String word) throws IOException {
    UnixDatagramSocket.send(place.socket(), word);
  }

  /**
   * Writes the {@code bpm} script that drain scripts call, unless there is one.
   *
   * @param place where to
   * @param launcher the path of the {@code ostler} command that the script is to use
   * @return where it is, and whether it was written now
   * @throws IOException if it cannot be written
   */
  public static Installed installBpm(Place place, String launcher) throws IOException {
    Path script = place.bpm();
    if (Files.exists(script, LinkOption.NOFOLLOW_LINKS)) {
      return new Installed(script, false);
    }
    makeFolder(script.resolveSibling(""));
    Path written = Files.createTempFile(script.resolveSibling(""), ".bpm", "");
    try {
      Files.writeString(written, BpmScript.text(place.base(), launcher));
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(SCRIPT_MODE));
      Files.createLink(script, written); // unlike a move, it never replaces
      return new Installed(script, true);
    } catch (FileAlreadyExistsException another) {
      return new Installed(script, false);
    } finally {
      Files.delete(written);
    }
  }

  /**
   * A script.
   *
   * @param script where it is
   * @param written whether it was written now rather than found
   */
  public record Installed(Path script, boolean written) {}
}
