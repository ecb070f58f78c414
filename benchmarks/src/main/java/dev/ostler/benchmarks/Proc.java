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
 * What the kernel says of another process, under {@code /proc}. Asking does not wake it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
final class Proc {
  private static final char ZOMBIE = 'Z';
  private static final char GONE = 'X';

  private Proc() {}

  /** Whether it exists and is more than an exit status that nobody fetched. */
  static boolean isAlive(int pid) {
    // A process with many threads of which one executes another program looks, until the others
    // are gone, as if it had ended: its first thread has. The one that executes is still listed, or
    // else is the first thread by now; so the first is asked last.
    return hasRunningThread(pid) || isRunning(Path.of("/proc", Integer.toString(pid)));
  }

  private static boolean hasRunningThread(int pid) {
    try {
      return tasks(pid).stream().anyMatch(Proc::isRunning);
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }

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

  static boolean isZombie(int pid) {
    return state(Path.of("/proc", Integer.toString(pid))) == ZOMBIE;
  }

  /** The words of its command line. */
  static List<String> commandLine(int pid) throws IOException {
    String words = Files.readString(Path.of("/proc", Integer.toString(pid), "cmdline"));
    return Arrays.stream(words.split("\0", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static boolean isRunning(Path task) {
    return state(task) != GONE && state(task) != ZOMBIE;
  }

  /** The state of a process or thread. */
  private static char state(Path task) {
    String stat = read(task.resolve("stat"));
    // The name in parentheses may hold anything, parentheses too.
    int state = stat.lastIndexOf(')') + 2;
    return state < stat.length() ? stat.charAt(state) : GONE;
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
