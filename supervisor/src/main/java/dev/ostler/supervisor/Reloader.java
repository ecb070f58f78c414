package dev.ostler.supervisor;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.control.Reloaded.Difference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a file again and follows it: all of it, or nothing. */
final class Reloader {
  /**
   * What reading the file again has come to.
   *
   * @param problem why nothing has changed; empty if it went well
   * @param differences between what was done and what the file says
   */
  record Outcome(Optional<String> problem, List<Difference> differences) {
    static Outcome refused(String problem) {
      return new Outcome(Optional.of(problem), List.of());
    }

    String inWords() {
      if (problem.isPresent()) {
        return problem.get();
      }
      return "read the file again: "
          + (differences.isEmpty()
              ? "nothing differs"
              : differences.stream()
                  .map(difference -> difference.subject() + " " + difference.message())
                  .collect(Collectors.joining(", ")));
    }
  }

  private final Supervision supervision;
  private final Units units;
  private final Pipelines pipelines;
  private final SetupFile file;

  Reloader(Supervision supervision, Units units, Pipelines pipelines, SetupFile file) {
    this.supervision = supervision;
    this.units = units;
    this.pipelines = pipelines;
    this.file = file;
  }

  Outcome reload(boolean dryRun) {
    if (supervision.machine().areLeaving()) {
      return Outcome.refused("cannot reload " + file.path() + ": everything ends");
    }
    try {
      Setup now = supervision.machine().setup();
      Setup read = read();
      Setup next = SetupDifferences.possible(now, read);
      if (!dryRun && !next.equals(now)) {
        follow(next);
      }
      return new Outcome(Optional.empty(), SetupDifferences.between(now, read));
    } catch (InvalidConfigurationException | IOException bad) {
      return Outcome.refused(
          "cannot reload " + file.path() + ", all stays as it is: " + bad.getMessage());
    }
  }

  /** Whatever is wrong with a file, those that run must not end for it. */
  private Setup read() throws InvalidConfigurationException, IOException {
    try {
      return file.read();
    } catch (RuntimeException | StackOverflowError bug) {
      throw new IOException("internal error: " + bug, bug);
    }
  }

  /** Whatever can fail comes before anything changes. */
  private void follow(Setup next) throws IOException {
    Set<String> former = Set.copyOf(units.names());
    units.add(next);
    List<Pipeline> opened;
    try {
      opened = pipelines.follow(next.configurations());
    } catch (IOException refused) {
      units.retain(former);
      throw refused;
    }
    units.follow(next);
    supervision.services().follow(next);
    supervision.take(new Input.SetupChanged(next, Supervision.configured(next)));
    for (Pipeline pipeline : opened) {
      pipeline.introduce();
      supervision.services().introduced(pipeline);
    }
  }
}
