package dev.ostler.abuse;

import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** In what a supervisor or a gateway lives: as usual, or with less than usual. */
record World(Optional<Fault> lack, List<String> prefix, List<String> variables) {
  /** As Debian installs it, for each machine's own word. */
  private static final List<Path> FAKETIME =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  World {
    prefix = List.copyOf(prefix);
    variables = List.copyOf(variables);
  }

  static World usual() {
    return new World(Optional.empty(), List.of(), List.of());
  }

  static World fewFiles(int files) {
    return new World(
        Optional.of(Fault.FEW_FILES),
        List.of("prlimit", "--nofile=" + files + ":" + files),
        List.of());
  }

  /** Limits of a user namespace are its own, and of nobody outside. */
  static World fewWatches(RandomGenerator random) {
    String limit =
        "echo %d >/proc/sys/user/max_inotify_watches && exec \"$@\"".formatted(random.nextInt(4));
    return new World(
        Optional.of(Fault.FEW_WATCHES),
        List.of("unshare", "--user", "--map-root-user", "sh", "-c", limit, "sh"),
        List.of());
  }

  static World littleMemory(MemoryGroup group) {
    return new World(Optional.of(Fault.LITTLE_MEMORY), group.prefix(), List.of());
  }

  static World otherClock(RandomGenerator random) {
    String offset = Integer.toString(random.nextInt(1_000_000_000));
    return new World(
        Optional.of(Fault.OTHER_CLOCK),
        List.of("unshare", "--time", "--monotonic", offset, "--boottime", offset),
        List.of());
  }

  /** The time of day comes from a file that is written meanwhile; other clocks stay. */
  static World wallClock(Path file) throws IOException {
    Files.writeString(file, "+0\n");
    return new World(
        Optional.of(Fault.WALL_CLOCK),
        List.of(),
        List.of(
            "LD_PRELOAD=" + faketime().orElseThrow(),
            "FAKETIME_TIMESTAMP_FILE=" + file,
            "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1"));
  }

  static Optional<Path> faketime() {
    return FAKETIME.stream().filter(Files::exists).findFirst();
  }

  /** A command to be started in it. */
  OstlerCommand around(OstlerCommand command) {
    OstlerCommand changed = command.under(prefix.toArray(String[]::new));
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      changed = changed.with(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return changed;
  }

  @Override
  public String toString() {
    return lack.map(Fault::word).orElse("usual") + " " + prefix;
  }
}
