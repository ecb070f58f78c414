package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.ShortForm;
import dev.ostler.configuration.Size;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that are kept up to date, in a run file.
 *
 * @param archive a tar archive
 * @param directory a folder
 * @param file a single file
 * @param target what is kept up to date
 * @param staging where new versions are prepared
 * @param sync whether to wait for the disk
 * @param owners whether owners are taken from the source
 * @param xattrs whether extended attributes are taken from the source
 * @param mode permission bits of a single file
 * @param limits what a source may ask for
 * @param check what must accept a new version
 * @param checkWithin how long that may take
 * @param then what a new version does
 * @param keepIf when it has shown that it works
 * @param quiet how long a file that is written in place must be left alone
 * @param atMost how long writers who never leave it alone can put its reading off
 * @param required whether the first start waits for a valid version
 */
@Description("Files that are kept up to date")
@OneOf({"archive", "directory", "file"})
public record ConfigurationSettings(
    @Description("A tar archive, plain, gzip or zstd, whose content the target shall have")
        Optional<Path> archive,
    @Description("A folder, such as a ConfigMap's, whose content the target shall have")
        Optional<Path> directory,
    @Description("A single file whose content the target shall have") Optional<Path> file,
    @Description("What is kept up to date: a folder, or with 'file' a file") Path target,
    @Description("Where new versions are prepared; default: beside the target")
        Optional<Path> staging,
    @Default("true") @Description("Whether to wait for the disk, so that a power cut loses nothing")
        boolean sync,
    @Default("true") @Description("Whether owner and group are those of the source") boolean owners,
    @Default("false") @Description("Whether extended attributes are those of the source")
        boolean xattrs,
    @Description("Permission bits of a new single file, octal; default: 0644") Optional<Mode> mode,
    @Default("{}") @Description("What a source may ask for before it is refused") Limits limits,
    @Description(
            "A command that must accept a new version before it is used; {staged} in it is where"
                + " that lies. Without it, and with the capability CAP_SYS_ADMIN, the command alone"
                + " sees the new version at the target's place")
        List<String> check,
    @Default("1m") @Description("How long the check may take; it has failed then")
        Duration checkWithin,
    @Default("none") @Description("What a new version does to those who use it") Reaction then,
    @Description("When a new version has shown that it works; otherwise the former comes back")
        Optional<KeepSettings> keepIf,
    @Default("100ms")
        @Description(
            "How long a file that is written in place must be left alone before it is read")
        Duration quiet,
    @Default("10s")
        @Description("How long writers who never leave it alone can put its reading off")
        Duration atMost,
    @Default("false") @Description("Whether the first start waits for a valid version")
        boolean required) {
  /** Refuses what makes no sense. */
  public ConfigurationSettings {
    if (mode.isPresent() && file.isEmpty()) {
      throw new IllegalArgumentException(
          "found mode without file, expected it with a single file only");
    }
    if (!checkWithin.isPositive() || !quiet.isPositive()) {
      throw new IllegalArgumentException("found checkWithin or quiet of 0, expected more");
    }
  }

  /**
   * What a source may ask for.
   *
   * @param size unpacked, of an archive, and of any one file
   * @param entries how many members
   * @param depth how many folders within one another
   * @param ratio unpacked by packed bytes
   */
  @Description("What a source may ask for before it is refused")
  public record Limits(
      @Default("1GiB") @Description("Unpacked size of an archive, and of any one file") Size size,
      @Range(min = 1) @Default("100000") @Description("How many members") int entries,
      @Range(min = 1) @Default("32") @Description("How many folders within one another") int depth,
      @Range(min = 1) @Default("200") @Description("Unpacked bytes of an archive per packed byte")
          int ratio) {
    /** Refuses to let nothing in. */
    public Limits {
      if (size.bytes() == 0) {
        throw new IllegalArgumentException("found size 0, expected more");
      }
    }
  }

  /** What a new version does. */
  @Description("What a new version does to those who use it")
  public sealed interface Reaction {
    /** Nothing: they look for themselves. */
    record None() implements Reaction {}

    /**
     * Signals are sent.
     *
     * @param signal which process gets which
     */
    record Send(
        @Required @Description("Which process gets which signal") Map<String, Signal> signal)
        implements Reaction {}

    /**
     * Processes are stopped and started.
     *
     * @param restart which
     */
    record Restart(
        @Required @OneOrMany @Description("The processes that are stopped and started")
            List<String> restart)
        implements Reaction {}

    /**
     * A command is run.
     *
     * @param command which
     */
    record Run(@Required @Description("The command to run") List<String> command)
        implements Reaction {}

    /**
     * It depends on what has changed.
     *
     * @param rules the strongest of those that are met counts
     */
    record ByPath(@ShortForm List<PathRule> rules) implements Reaction {}
  }

  /**
   * What a change of certain files does.
   *
   * @param paths globs
   * @param then what it does
   */
  @Description("What a change of certain files does; of all that are met the strongest counts")
  public record PathRule(
      @Required
          @OneOrMany
          @Description("Globs over names in the target: * within a folder, ** over folders")
          List<String> paths,
      @Description("What a change of one of them does") Reaction then) {
    /** Refuses rules within rules. */
    public PathRule {
      if (then instanceof Reaction.ByPath) {
        throw new IllegalArgumentException("found a list in then, expected rules not to be nested");
      }
    }
  }

  /**
   * When a new version has shown that it works.
   *
   * @param ready who must be ready with it
   * @param within how long they may take
   * @param stays how long they must stay so
   */
  @Description("When a new version has shown that it works")
  public record KeepSettings(
      @Required @OneOrMany @Description("The processes that must be ready with it")
          List<String> ready,
      @Default("30s") @Description("How long they may take") Duration within,
      @Default("1s") @Description("How long they must stay ready") Duration stays) {
    /** Refuses what could never be shown. */
    public KeepSettings {
      if (!within.isPositive()) {
        throw new IllegalArgumentException("found within of 0, expected more");
      }
    }
  }

  /** The file or folder to watch. */
  Path source() {
    return archive.or(() -> directory).or(() -> file).orElseThrow();
  }
}
