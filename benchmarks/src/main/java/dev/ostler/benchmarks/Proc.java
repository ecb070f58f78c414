package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What the kernel counts of another process, under {@code /proc}. Asking does not wake it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
final class Proc {
  private Proc() {}

  /** How often its threads were switched, by their own wish or not. */
  static long contextSwitches(int pid) throws IOException {
    return sumOverTasks(pid, task -> number(task, "voluntary_ctxt_switches:", "status"))
        + sumOverTasks(pid, task -> number(task, "nonvoluntary_ctxt_switches:", "status"));
  }

  /** How long its threads ran, in nanoseconds. */
  static long cpuNanos(int pid) throws IOException {
    return sumOverTasks(pid, task -> firstNumber(read(task.resolve("schedstat"))));
  }

  static long threads(int pid) throws IOException {
    return sumOverTasks(pid, _ -> 1);
  }

  /** Memory in kilobytes: the sum of the named lines of {@code smaps_rollup}. */
  static long memory(int pid, String... names) {
    Path process = Path.of("/proc", Integer.toString(pid));
    return Arrays.stream(names)
        .mapToLong(name -> number(process, name + ":", "smaps_rollup"))
        .sum();
  }

  /** The most memory that it has had at once, in kilobytes; 0 once it has ended. */
  static long peakMemory(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
  }

  static long openFiles(int pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Integer.toString(pid), "fd"))) {
      return files.count();
    }
  }

  /** How many open files this process may allow itself. */
  static long mostFiles() {
    return read(Path.of("/proc/self/limits"))
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.strip().split(" +", -1)[4])
        .filter(limit -> !limit.equals("unlimited"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }

  /** The pids of its children, those that ended and were not waited for too. */
  static List<Integer> children(int pid) throws IOException {
    return tasks(pid).stream()
        .flatMap(task -> read(task.resolve("children")).lines())
        .flatMap(line -> Arrays.stream(line.strip().split(" ", -1)))
        .filter(word -> !word.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  private static long sumOverTasks(int pid, ToLongFunction<Path> value) throws IOException {
    return tasks(pid).stream().mapToLong(value).sum();
  }

  private static List<Path> tasks(int pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Integer.toString(pid), "task"))) {
      return tasks.toList();
    }
  }

  private static long number(Path folder, String label, String file) {
    return read(folder.resolve(file))
        .lines()
        .filter(line -> line.startsWith(label))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private static long firstNumber(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  /** Empty if the thread has ended meanwhile. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
