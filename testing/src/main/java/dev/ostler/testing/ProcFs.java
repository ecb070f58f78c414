package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the kernel tells about processes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public final class ProcFs {
  private static final Path PROC = Path.of("/proc");
  private static final char ZOMBIE = 'Z';
  private static final char GONE = 'X';

  private ProcFs() {}

  /**
   * Returns one line of a process's status.
   *
   * @param pid the process
   * @param key such as {@code Uid}
   * @return what follows the colon; empty if the process is gone
   */
  public static Optional<String> status(long pid, String key) {
    return read(PROC.resolve(pid + "/status"))
        .flatMap(status ->
            status
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst());
  }

  /**
   * Returns a set of signals of a process.
   *
   * @param pid the process
   * @param key such as {@code SigBlk}, {@code SigIgn} or {@code ShdPnd}
   * @return the signals' numbers; empty if the process is gone
   */
  public static NavigableSet<Integer> signals(long pid, String key) {
    NavigableSet<Integer> signals = new TreeSet<>();
    long mask = Long.parseUnsignedLong(status(pid, key).orElse("0"), 16);
    for (int signal = 1; signal <= Long.SIZE; signal++) {
      if ((mask & (1L << (signal - 1))) != 0) {
        signals.add(signal);
      }
    }
    return signals;
  }

  /**
   * Returns what a process is doing.
   *
   * @param pid the process
   * @return a letter such as R, S, T (stopped) or Z (zombie); X if it is gone
   */
  public static char state(long pid) {
    return status(pid, "State").map(state -> state.charAt(0)).orElse(GONE);
  }

  /**
   * Says whether a process is there and has not ended.
   *
   * @param pid the process
   * @return false for a zombie, too
   */
  public static boolean isAlive(long pid) {
    // A process with many threads of which one executes another program looks, until the others
    // are gone, as if it had ended: its first thread has. The one that executes is still listed, or
    // else is the first thread by now; so the first is asked last.
    return threads(pid).keySet().stream().anyMatch(ProcFs::isRunning) || isRunning(pid);
  }

  /** Threads have a folder in {@code /proc} as well, though it is not listed there. */
  private static boolean isRunning(long thread) {
    char state = state(thread);
    return state != GONE && state != ZOMBIE;
  }

  /**
   * Returns the children of all threads of a process.
   *
   * @param pid the process
   * @return in no order; empty if the process is gone
   */
  public static List<Long> children(long pid) {
    List<Long> children = new ArrayList<>();
    for (String thread : entries(PROC.resolve(pid + "/task"))) {
      String line = read(PROC.resolve(pid + "/task/" + thread + "/children")).orElse("");
      try (Scanner numbers = new Scanner(line)) {
        numbers.tokens().map(Long::valueOf).forEach(children::add);
      }
    }
    return children;
  }

  /**
   * Returns the only child of a process, as soon as it has one.
   *
   * @param pid the process
   * @return its child
   */
  public static long awaitChild(long pid) {
    return Eventually.await(
            "process " + pid + " has one child",
            () -> children(pid),
            children -> children.size() == 1,
            () -> "")
        .getFirst();
  }

  /**
   * Returns the names of a process's threads.
   *
   * @param pid the process
   * @return thread number to name
   */
  public static Map<Long, String> threads(long pid) {
    Map<Long, String> threads = new TreeMap<>();
    for (String thread : entries(PROC.resolve(pid + "/task"))) {
      read(PROC.resolve(pid + "/task/" + thread + "/comm"))
          .ifPresent(name -> threads.put(Long.parseLong(thread), name.strip()));
    }
    return threads;
  }

  /**
   * Returns how often a thread has gone to sleep by itself, which is how often it was woken.
   *
   * @param pid the process
   * @param thread one of its threads
   * @return the count; 0 if it is gone
   */
  public static long sleeps(long pid, long thread) {
    return read(PROC.resolve(pid + "/task/" + thread + "/status"))
        .flatMap(status ->
            status.lines().filter(line -> line.startsWith("voluntary_ctxt_switches:")).findFirst())
        .map(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .orElse(0L);
  }

  /**
   * Returns the open descriptors of a process.
   *
   * @param pid the process
   * @return number to what it refers to
   */
  public static Map<Integer, String> descriptors(long pid) {
    Map<Integer, String> descriptors = new TreeMap<>();
    Path folder = PROC.resolve(pid + "/fd");
    for (String number : entries(folder)) {
      try {
        descriptors.put(
            Integer.valueOf(number), Files.readSymbolicLink(folder.resolve(number)).toString());
      } catch (IOException closedMeanwhile) {
        // not open any more
      }
    }
    return descriptors;
  }

  /**
   * Returns the children of a process that have ended and were not reaped.
   *
   * @param parent the process
   * @return how many there are now
   */
  public static int zombies(long parent) {
    int zombies = 0;
    for (long child : children(parent)) {
      if (state(child) == ZOMBIE) {
        zombies++;
      }
    }
    return zombies;
  }

  /**
   * Finds living processes by a variable of their environment.
   *
   * @param variable as NAME=VALUE
   * @return their numbers
   */
  public static NavigableSet<Long> withVariable(String variable) {
    NavigableSet<Long> found = new TreeSet<>();
    for (String entry : entries(PROC)) {
      if (entry.chars().allMatch(Character::isDigit)) {
        long pid = Long.parseLong(entry);
        boolean has =
            read(PROC.resolve(entry + "/environ"))
                .filter(environment -> ("\0" + environment).contains("\0" + variable + "\0"))
                .isPresent();
        if (has && isAlive(pid)) {
          found.add(pid);
        }
      }
    }
    return found;
  }

  /**
   * Returns a process's command line.
   *
   * @param pid the process
   * @return program and arguments; empty if the process is gone
   */
  public static List<String> commandLine(long pid) {
    String line = read(PROC.resolve(pid + "/cmdline")).orElse("");
    return line.isEmpty()
        ? List.of()
        : List.of(line.substring(0, line.length() - 1).split("\0", -1));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static List<String> entries(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (NoSuchFileException gone) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
