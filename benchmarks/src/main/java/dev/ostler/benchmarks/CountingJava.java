package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Has a JVM tell what it loads and starts, in a run of its own: telling takes time. Such a JVM also
 * answers {@code jcmd}.
 */
final class CountingJava {
  /** The two generations of the serial collector. */
  private static final Pattern USED =
      Pattern.compile("(?:DefNew|Tenured) +total \\d+K, used (\\d+)K");

  private static final double KILOBYTES_PER_MEGABYTE = 1024;

  private final Path log;

  CountingJava(Path folder) {
    this.log = folder.resolve("counted");
  }

  /** The flags, in front of a class path. */
  List<String> words() {
    return List.of("-Xlog:class+load,os+thread,gc+exit:file=" + log, "-XX:+StartAttachListener");
  }

  /** A command line of a JVM with the flags. */
  List<String> in(List<String> command) {
    List<String> counting = new ArrayList<>(command);
    counting.addAll(command.indexOf("-cp"), words());
    return counting;
  }

  /** A home for launchers, whose Java takes the flags. */
  Path home(Path javaHome) throws IOException {
    Path home = Files.createDirectories(log.resolveSibling("java"));
    Files.copy(javaHome.resolve("release"), home.resolve("release"));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for word; do
          shift
          if [ "$word" = -cp ]; then set -- "$@" %s; fi
          set -- "$@" "$word"
        done
        exec %s/bin/java "$@"
        """
            .formatted(String.join(" ", words()), javaHome));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  long classes() throws IOException {
    return count("[class,load");
  }

  /** All that ever ran, but the one that is there for {@code jcmd}. */
  long threads() throws IOException {
    return count("Thread is alive") - 1;
  }

  private long count(String text) throws IOException {
    return lines().stream().filter(line -> line.contains(text)).count();
  }

  /** What objects took of the heap when the JVM ended; not a number if it ended without a word. */
  double megabytesAtEnd() throws IOException {
    return megabytes(String.join("\n", lines()));
  }

  /** What objects take of the heap of a JVM that runs. */
  double megabytesNow(Path jdk, int pid) throws BenchmarkException {
    String jcmd = jdk.resolve("bin/jcmd").toString();
    return megabytes(Tools.run(List.of(jcmd, Integer.toString(pid), "GC.heap_info")));
  }

  static double megabytes(String report) {
    List<MatchResult> parts = USED.matcher(report).results().toList();
    return parts.isEmpty()
        ? Double.NaN
        : parts.stream().mapToDouble(part -> Double.parseDouble(part.group(1))).sum()
            / KILOBYTES_PER_MEGABYTE;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log);
  }
}
