package dev.ostler.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What to spawn and how. Immutable; each {@code with} gives a changed copy. */
public final class ChildCommand {
  /** Which processes signals from a terminal reach together with the child. */
  public enum Grouping {
    /** A session of its own, away from any terminal. */
    SESSION,
    /** A process group of its own in our session, put in the foreground of our terminal. */
    FOREGROUND
  }

  /** What every shell can name: {@code >&9}. */
  public static final int LAST_DESCRIPTOR = 9;

  private static final int INHERITED = -1;

  private List<String> arguments;
  private Map<String, String> environment;
  private Grouping grouping = Grouping.SESSION;
  private Optional<Path> workingDirectory = Optional.empty();
  private Optional<Credentials> credentials = Optional.empty();
  private Optional<BindMount> mount = Optional.empty();
  private OptionalInt umask = OptionalInt.empty();
  private OptionalInt niceness = OptionalInt.empty();
  private Map<ResourceLimit, Long> limits = Map.of();
  private boolean silent;
  private int[] standardDescriptors = {INHERITED, INHERITED, INHERITED};
  private @Nullable Descriptor standardOutput;
  private @Nullable Descriptor standardError;
  private int furtherNumber = INHERITED;
  private @Nullable Descriptor further;

  private ChildCommand(List<String> arguments, Map<String, String> environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * A command with its variables.
   *
   * @param arguments the program, then its arguments; at least one
   * @param environment all variables
   * @return the command
   */
  public static ChildCommand of(List<String> arguments, Map<String, String> environment) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command is required");
    }
    return new ChildCommand(List.copyOf(arguments), copyOf(environment));
  }

  /** In the caller's order, which the child sees. */
  private static Map<String, String> copyOf(Map<String, String> environment) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  private ChildCommand copy() {
    ChildCommand copy = new ChildCommand(arguments, environment);
    copy.grouping = grouping;
    copy.workingDirectory = workingDirectory;
    copy.credentials = credentials;
    copy.mount = mount;
    copy.umask = umask;
    copy.niceness = niceness;
    copy.limits = limits;
    copy.silent = silent;
    copy.standardDescriptors = standardDescriptors;
    copy.standardOutput = standardOutput;
    copy.standardError = standardError;
    copy.furtherNumber = furtherNumber;
    copy.further = further;
    return copy;
  }

  /**
   * With another program or other arguments.
   *
   * @param words the program, then its arguments; at least one
   * @return a changed copy
   */
  public ChildCommand withArguments(List<String> words) {
    ChildCommand copy = copy();
    copy.arguments = of(words, Map.of()).arguments;
    return copy;
  }

  /**
   * With other variables.
   *
   * @param all all of them
   * @return a changed copy
   */
  public ChildCommand withEnvironment(Map<String, String> all) {
    ChildCommand copy = copy();
    copy.environment = copyOf(all);
    return copy;
  }

  /**
   * With another session or group.
   *
   * @param value which
   * @return a changed copy
   */
  public ChildCommand withGrouping(Grouping value) {
    ChildCommand copy = copy();
    copy.grouping = value;
    return copy;
  }

  /**
   * With a working directory.
   *
   * @param directory an existing directory that the child may enter
   * @return a changed copy
   */
  public ChildCommand withWorkingDirectory(Path directory) {
    ChildCommand copy = copy();
    copy.workingDirectory = Optional.of(directory);
    return copy;
  }

  /**
   * Run as somebody else, which needs the privilege to.
   *
   * @param value who
   * @return a changed copy
   */
  public ChildCommand withCredentials(Credentials value) {
    ChildCommand copy = copy();
    copy.credentials = Optional.of(value);
    return copy;
  }

  /**
   * Seeing something at the place of something else, which needs the privilege to mount.
   *
   * @param value what it sees where
   * @return a changed copy
   * @see BindMount#isPermitted()
   */
  public ChildCommand withMount(BindMount value) {
    ChildCommand copy = copy();
    copy.mount = Optional.of(value);
    return copy;
  }

  /**
   * With a file mode creation mask.
   *
   * @param mask 0 to 0777
   * @return a changed copy
   */
  public ChildCommand withUmask(int mask) {
    if (mask < 0 || mask > 0777) {
      throw new IllegalArgumentException(
          "umask must be 0 to 0777, got 0" + Integer.toOctalString(mask));
    }
    ChildCommand copy = copy();
    copy.umask = OptionalInt.of(mask);
    return copy;
  }

  /**
   * With a niceness.
   *
   * @param nice -20 (first served) to 19; below ours needs the privilege to
   * @return a changed copy
   */
  public ChildCommand withNiceness(int nice) {
    ChildCommand copy = copy();
    copy.niceness = OptionalInt.of(nice);
    return copy;
  }

  /**
   * With soft limits.
   *
   * @param values limit to value; {@link ResourceLimit#UNLIMITED} for the hard limit
   * @return a changed copy
   */
  public ChildCommand withLimits(Map<ResourceLimit, Long> values) {
    ChildCommand copy = copy();
    copy.limits = values.isEmpty() ? Map.of() : new EnumMap<>(values);
    return copy;
  }

  /**
   * With nothing to read, and what it writes thrown away unless it is told where to.
   *
   * @return a changed copy
   */
  public ChildCommand silenced() {
    ChildCommand copy = copy();
    copy.silent = true;
    return copy;
  }

  /**
   * With other descriptors as standard input, output and error.
   *
   * @param descriptors three of ours; -1 for the one that we have there
   * @return a changed copy
   */
  ChildCommand withStandardDescriptors(int... descriptors) {
    if (descriptors.length != 3) {
      throw new IllegalArgumentException("three descriptors, got " + descriptors.length);
    }
    ChildCommand copy = copy();
    copy.standardDescriptors = descriptors.clone();
    return copy;
  }

  /**
   * With somewhere else to write to, such as a {@link Pipe}.
   *
   * @param output becomes standard output; open when the child is spawned, and not closed by that
   * @return a changed copy
   */
  public ChildCommand withStandardOutput(Descriptor output) {
    ChildCommand copy = copy();
    copy.standardOutput = output;
    return copy;
  }

  /**
   * With somewhere else to write errors to, such as a {@link Pipe}.
   *
   * @param error becomes standard error; open when the child is spawned, and not closed by that
   * @return a changed copy
   */
  public ChildCommand withStandardError(Descriptor error) {
    ChildCommand copy = copy();
    copy.standardError = error;
    return copy;
  }

  /**
   * With one more descriptor than the three, such as a {@link Pipe}'s.
   *
   * @param number the child's, from 3 to {@link #LAST_DESCRIPTOR}
   * @param descriptor ours; open when the child is spawned, and not closed by that
   * @return a changed copy
   */
  public ChildCommand withDescriptor(int number, Descriptor descriptor) {
    if (number < 3 || number > LAST_DESCRIPTOR) {
      throw new IllegalArgumentException(
          "a further descriptor must be from 3 to " + LAST_DESCRIPTOR + ", got " + number);
    }
    ChildCommand copy = copy();
    copy.furtherNumber = number;
    copy.further = descriptor;
    return copy;
  }

  /**
   * Returns the program and its arguments.
   *
   * @return at least one string
   */
  public List<String> arguments() {
    return arguments;
  }

  /**
   * Returns the variables.
   *
   * @return name to value
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Says whether the child is put into the foreground of our terminal.
   *
   * @return whether it is {@link Grouping#FOREGROUND}
   */
  public boolean isInForeground() {
    return grouping == Grouping.FOREGROUND;
  }

  Grouping grouping() {
    return grouping;
  }

  Optional<Path> workingDirectory() {
    return workingDirectory;
  }

  /**
   * Returns as whom it runs.
   *
   * @return empty for whoever we are
   */
  public Optional<Credentials> credentials() {
    return credentials;
  }

  Optional<BindMount> mount() {
    return mount;
  }

  OptionalInt umask() {
    return umask;
  }

  OptionalInt niceness() {
    return niceness;
  }

  Map<ResourceLimit, Long> limits() {
    return limits;
  }

  boolean isSilent() {
    return silent;
  }

  /** A new array: three of ours, or -1. */
  int[] standardDescriptors() {
    int[] numbers = standardDescriptors.clone();
    if (standardOutput != null) {
      numbers[1] = standardOutput.number();
    }
    if (standardError != null) {
      numbers[2] = standardError.number();
    }
    return numbers;
  }

  /** The child's number of one more descriptor; -1 if there is none. */
  int furtherNumber() {
    return furtherNumber;
  }

  /** Which of ours that is; -1 if there is none. */
  int further() {
    return further == null ? INHERITED : further.number();
  }

  /**
   * Finds the program as execvp(3) would: a name without a slash is looked for in the folders of
   * the child's {@code PATH}.
   *
   * @return its path
   * @throws LinuxException with ENOENT if it is nowhere, EACCES if all that was found may not be
   *     executed
   */
  public String findExecutable() throws LinuxException {
    return Executables.find(
        arguments.getFirst(),
        environment.get("PATH"),
        workingDirectory.isPresent() ? workingDirectory.get().toString() : "");
  }

  /** Whether two commands would run the same in the same way. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChildCommand that && what().equals(that.what());
  }

  @Override
  public int hashCode() {
    return arguments.hashCode();
  }

  private List<Object> what() {
    return List.of(
        arguments,
        environment,
        grouping,
        workingDirectory,
        credentials,
        mount,
        umask,
        niceness,
        limits,
        silent,
        Arrays.toString(standardDescriptors),
        Optional.ofNullable(standardOutput),
        Optional.ofNullable(standardError),
        furtherNumber,
        Optional.ofNullable(further));
  }

  @Override
  public String toString() {
    return String.join(" ", arguments);
  }
}
