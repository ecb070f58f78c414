package dev.ostler.supervisor;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a configuration comes from and goes to.
 *
 * @param form what the source is
 * @param source the file or directory to watch
 * @param target what to update
 * @param options how
 * @param check what must succeed before a new version is used; {@code {staged}} in its arguments is
 *     where the new version lies
 */
public record ConfigurationPlan(
    Form form, Path source, Path target, TreeOptions options, Optional<ChildCommand> check) {
  /** Refuses a check that would look at the old version. */
  public ConfigurationPlan {
    if (check.isPresent() && !CheckedUpdates.looksAtStaged(check.get().arguments())) {
      throw new IllegalArgumentException(
          "cannot check with '"
              + check.get()
              + "': it would check the old version; name the new one"
              + " by {staged}");
    }
  }

  /** What a source is. */
  public enum Form {
    /** A tar archive, plain or compressed; the target is a directory. */
    ARCHIVE,
    /** A directory such as a ConfigMap volume; the target is a directory. */
    DIRECTORY,
    /** A single file; the target is a file. */
    FILE
  }
}
