package dev.ostler.supervisor;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.BindMount;
import dev.ostler.linux.ChildCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a configuration comes from and goes to, and what a new version does.
 *
 * @param name what to call it
 * @param source what to watch
 * @param target what to update
 * @param options how
 * @param check what must accept a new version before it is used
 * @param rules what a new version does to those that use it; the strongest counts
 * @param keepIf when a new version has shown that it works; empty if it need not
 * @param users the processes whose first start waits for the first version
 * @param required whether that must be a valid one; otherwise it is what lies at the target if
 *     there is no other
 */
public record ConfigurationSetup(
    String name,
    Source source,
    Path target,
    TreeOptions options,
    Optional<Check> check,
    List<Rule> rules,
    Optional<KeepIf> keepIf,
    Set<String> users,
    boolean required) {
  /** What a source is. */
  public enum Form {
    /** A tar archive, plain or compressed; the target is a directory. */
    ARCHIVE,
    /** A directory such as a ConfigMap volume; the target is a directory. */
    DIRECTORY,
    /** A single file; the target is a file. */
    FILE
  }

  /**
   * What to watch.
   *
   * @param form what it is
   * @param path where it is
   */
  public record Source(Form form, Path path) {}

  /**
   * What judges a new version.
   *
   * @param command {@code {staged}} in its arguments is where the new version lies; without it the
   *     command sees the new version at the place of the target, and is all who does
   * @param within how long it may take
   */
  public record Check(ChildCommand command, Duration within) {
    private static final String STAGED = "{staged}";

    /** Refuses a check that would look at the old version. */
    public Check {
      if (!namesStaged(command) && !BindMount.isPermitted()) {
        throw new IllegalArgumentException(
            "cannot check with '"
                + command
                + "': it would check the old version; name the new one by {staged}, or have the"
                + " capability CAP_SYS_ADMIN");
      }
      if (!within.isPositive()) {
        throw new IllegalArgumentException("checkWithin must be positive, got " + within);
      }
    }

    private static boolean namesStaged(ChildCommand command) {
      return command.arguments().stream().anyMatch(argument -> argument.contains(STAGED));
    }

    /** The command that looks at what lies somewhere. */
    ChildCommand of(Path staged, Path target) {
      if (!namesStaged(command)) {
        return command.withMount(new BindMount(staged, target));
      }
      List<String> arguments =
          command.arguments().stream()
              .map(argument -> argument.replace(STAGED, staged.toString()))
              .toList();
      return command.withArguments(arguments);
    }
  }

  /** Keeps copies. */
  public ConfigurationSetup {
    rules = List.copyOf(rules);
    users = Set.copyOf(users);
  }
}
