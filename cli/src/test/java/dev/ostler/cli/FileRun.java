package dev.ostler.cli;

import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.control.Life;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A running {@code ostler run FILE}. In the file, {@code FOLDER} stands for the test's folder.
 *
 * <p>Scripts with a trap wait by short sleeps: a child that a shell has just forked still has the
 * trap, so that a signal in this moment is lost on a long one.
 */
final class FileRun implements AutoCloseable {
  static final int HUP = 1;
  static final int KILL = 9;
  static final int TERM = 15;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final OstlerProcess ostler;

  private FileRun(Path folder, OstlerProcess ostler) {
    this.folder = folder;
    this.ostler = ostler;
  }

  /** A call with a file of that content. */
  static OstlerCommand command(Path folder, String yaml) {
    return OstlerCommand.of("run", write(folder, yaml).toString());
  }

  static FileRun start(Path folder, String yaml) {
    return new FileRun(folder, command(folder, yaml).start());
  }

  /** One with a control socket, that lives on when all processes have ended. */
  static FileRun controlled(Path folder, String yaml) {
    return start(folder, yaml + "control: FOLDER/control\n");
  }

  private static Path write(Path folder, String yaml) {
    try {
      Path next = Files.writeString(folder.resolve("next"), yaml.replace("FOLDER", "" + folder));
      return Files.move(
          next, folder.resolve("run.yaml"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port of this host that was free a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the file another content, which still has the control socket. */
  void rewrite(String yaml) {
    write(folder, yaml + "control: FOLDER/control\n");
  }

  OstlerProcess ostler() {
    return ostler;
  }

  ControlClient control() {
    return ControlClient.at(folder.resolve("control")).withPatience(PATIENCE);
  }

  List<ProcessChange> change(Verb verb, String... processes) throws ControlException {
    return control().change(verb, List.of(processes), Optional.of(PATIENCE)).processes();
  }

  ProcessStatus status(String process) {
    try {
      return control().status(List.of(process)).processes().getFirst();
    } catch (ControlException e) {
      throw new AssertionError("cannot ask for the status; it said\n" + ostler.errors(), e);
    }
  }

  Life life(String process) {
    return status(process).life();
  }

  /** Waits until the supervisor listens and a process is as wanted. */
  Life await(String process, Predicate<Life> wanted) {
    Eventually.await("it listens", () -> Files.exists(folder.resolve("control")));
    return Eventually.await(
        process + " is as wanted", () -> life(process), wanted, () -> "\n" + ostler.errors());
  }

  /** Waits until a process runs and is ready; returns its number. */
  long awaitReady(String process) {
    return await(
            process,
            life ->
                life.phase() == ProcessPhase.RUNNING
                    && life.readiness().state() == Readiness.State.YES)
        .pid()
        .orElseThrow();
  }

  void awaitPhase(String process, ProcessPhase phase) {
    await(process, life -> life.phase() == phase);
  }

  /** Waits for a message of ours. */
  void awaitSaid(String message) {
    ostler.awaitErrors("ostler: " + message + "\n");
  }

  /** Waits until the processes have written these lines, in any order, and no others. */
  void awaitLines(String... lines) {
    Eventually.await(
        "the lines are " + List.of(lines),
        () -> ostler.output().lines().sorted().toList(),
        List.of(lines).stream().sorted().toList()::equals,
        () -> "\n" + ostler.errors());
  }

  /** What Ostler has said, without what differs from run to run. */
  String said() {
    return ostler.errors().replaceAll("in \\d+ ms", "in N ms");
  }

  /** Asks it to end, waits until it has and claims that nothing is left; returns its status. */
  int stop() {
    ostler.signal(TERM);
    return awaitExit();
  }

  int awaitExit() {
    int status = ostler.awaitExit();
    NavigableSet<Long> left = ostler.descendants();
    if (!left.isEmpty()) {
      throw new AssertionError("left behind: " + left + "\n" + ostler.errors());
    }
    return status;
  }

  static void kill(long pid) {
    Kernel.kill(pid, KILL);
  }

  static void awaitState(long pid, char state) {
    Eventually.await(
        pid + " is " + state,
        () -> ProcFs.state(pid) == state || (state == 'T' && isHeldUpByAStoppedChild(pid)));
  }

  /** Who was stopped between vfork(2) and the child's exec waits for that child, and is in D. */
  static boolean isHeldUpByAStoppedChild(long pid) {
    return ProcFs.state(pid) == 'D'
        && ProcFs.children(pid).stream().anyMatch(child -> ProcFs.state(child) == 'T');
  }

  @Override
  public void close() {
    ostler.close();
  }
}
