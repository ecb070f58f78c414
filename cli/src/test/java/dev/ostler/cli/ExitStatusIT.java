package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitStatusIT {
  /** Signals that by default are ignored, continue or stop a process. */
  private static final Set<Integer> NOT_DEADLY = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

  @TempDir Path folder;

  @Test
  void everyStatusIsPassedOn() throws Exception {
    Map<Integer, Integer> expected = new TreeMap<>();
    IntStream.rangeClosed(0, 255).forEach(status -> expected.put(status, status));

    assertThat(statuses(expected.keySet(), status -> "exit " + status)).isEqualTo(expected);
  }

  @Test
  void everyDeadlySignalIsToldBy128PlusItsNumber() throws Exception {
    Map<Integer, Integer> expected = new TreeMap<>();
    IntStream.rangeClosed(1, 64)
        .filter(signal -> !NOT_DEADLY.contains(signal))
        .forEach(signal -> expected.put(signal, 128 + signal));

    assertThat(statuses(expected.keySet(), signal -> "ulimit -c 0; kill -" + signal + " $$"))
        .isEqualTo(expected);
  }

  /** Two at a time: each start keeps one processor busy for a moment. */
  private static Map<Integer, Integer> statuses(Set<Integer> numbers, IntFunction<String> script)
      throws Exception {
    Map<Integer, Future<Result>> results = new TreeMap<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (int number : numbers) {
        results.put(number, two.submit(() -> OstlerCommand.running(script.apply(number)).run()));
      }
    }
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (Map.Entry<Integer, Future<Result>> result : results.entrySet()) {
      assertThat(result.getValue().get().errors()).isEmpty();
      statuses.put(result.getKey(), result.getValue().get().status());
    }
    return statuses;
  }

  @Test
  void programThatIsNotThereIs127() {
    assertThat(OstlerCommand.of("run", "--", "no-such-program").run())
        .isEqualTo(
            new Result(
                127,
                "",
                "ostler: cannot run 'no-such-program': No such file or directory (errno 2)\n"));
  }

  @Test
  void emptyProgramNameIs127() {
    assertThat(OstlerCommand.of("run", "--", "").run())
        .isEqualTo(
            new Result(127, "", "ostler: cannot run '': No such file or directory (errno 2)\n"));
  }

  @Test
  void directoryIs126() {
    assertThat(OstlerCommand.of("run", "--", "/usr/bin/").run())
        .isEqualTo(notExecutable("/usr/bin/"));
  }

  @Test
  void fileWithoutPermissionIs126() throws Exception {
    Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");

    assertThat(OstlerCommand.of("run", "--", file.toString()).run())
        .isEqualTo(notExecutable(file.toString()));
  }

  @Test
  void fileThatNobodyCanInterpretIs126() throws Exception {
    Path file = Files.write(folder.resolve("program"), new byte[] {0x7f, 'E', 'L', 'F', 0});
    assertThat(file.toFile().setExecutable(true)).isTrue();

    assertThat(OstlerCommand.of("run", "--", file.toString()).run())
        .isEqualTo(
            new Result(
                126,
                "",
                "ostler: cannot run '"
                    + file
                    + "': Exec format error (errno 8); is it built for this machine, and"
                    + " does a script start with #!\n"));
  }

  @Test
  void scriptWhoseInterpreterIsMissingIs127() throws Exception {
    Path file = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();

    assertThat(OstlerCommand.of("run", "--", file.toString()).run())
        .isEqualTo(
            new Result(
                127,
                "",
                "ostler: cannot run '"
                    + file
                    + "': No such file or directory (errno 2); the interpreter or"
                    + " loader that it names is not there\n"));
  }

  private static Result notExecutable(String program) {
    return new Result(
        126,
        "",
        "ostler: cannot run '"
            + program
            + "': Permission denied (errno 13); it must be an executable file\n");
  }
}
