package dev.ostler.supervisor;

import dev.ostler.entrypoint.TreeOptions;
import java.nio.file.Path;

/**
 * Where a configuration comes from and goes to.
 *
 * @param form what the source is
 * @param source the file or directory to watch
 * @param target what to update
 * @param options how
 */
public record ConfigurationPlan(Form form, Path source, Path target, TreeOptions options) {
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
