package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Size;
import java.nio.file.Path;

/** Where a process's output goes, in a run file. */
@Description("Where output goes")
public sealed interface OutputSettings {
  /** To Ostler's own output, without passing through Ostler. */
  record Inherit() implements OutputSettings {}

  /** To Ostler's own output, line by line, so that its last lines are known. */
  record Plain() implements OutputSettings {}

  /** To Ostler's own output, each line with the process's name before it. */
  record Prefix() implements OutputSettings {}

  /** To Ostler's own output, each line as a JSON object. */
  record Json() implements OutputSettings {}

  /** Nowhere. */
  record Discard() implements OutputSettings {}

  /**
   * To files that are kept small and few.
   *
   * @param file the newest
   * @param size how large it may become
   * @param keep how many older ones stay
   */
  @Description("Output to files")
  record ToFile(
      @Description("The file; older ones have .1, .2 and so on behind it") Path file,
      @Default("10MiB") @Description("The size at which a new one is begun") Size size,
      @Range(min = 0, max = 1000) @Default("5") @Description("How many older ones stay") int keep)
      implements OutputSettings {
    /** Refuses files of nothing. */
    public ToFile {
      if (size.bytes() == 0) {
        throw new IllegalArgumentException("found size 0, expected more");
      }
    }
  }
}
