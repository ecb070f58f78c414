package dev.ostler.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * The launcher starts Java with the signals blocked (env --block-signal) and -Xrs. Where it cannot,
 * the main program calls blockSignals() first: it blocks them in its own thread and executes the
 * same command line again in place, under the same process number; a mask survives execve. Signals
 * that arrive before that find threads of Java that do not block them, and do what they do to any
 * Java program; what arrives later stays pending.
 */
/** What a program does first: block signals, and see its arguments and variables as they are. */
public final class Startup {
  /** Set for the virtual machine only: the signal it may have for itself instead of USR2. */
  private static final String SUSPEND_RESUME_SIGNAL = "_JAVA_SR_SIGNUM";

  /** The launcher moves variables that are meant for the application out of Java's way. */
  private static final String MOVED = "OSTLER_CHILD_";

  private static final String REEXECUTED = "OSTLER_REEXECUTED";
  private static final String STKFLT = "16";

  /** Between the launcher and us. */
  private static final List<String> OURS_ALONE =
      List.of(SUSPEND_RESUME_SIGNAL, REEXECUTED, "OSTLER_LAUNCHER", "OSTLER_REEXEC");

  /*
   * Some shells drop variables whose names are no identifiers, such as discovery.type, before the
   * launcher's first line runs. So it passes on what the kernel gave the shell, in base64, in pieces
   * that are numbered from 0.
   */
  private static final String GIVEN = "OSTLER_ENVIRON_";

  private Startup() {}

  /**
   * Makes sure that all signals are blocked in every thread. Returns at once if they are; otherwise
   * the whole program starts again in place and this call does not return. To be called first in
   * {@code main}.
   *
   * @throws IOException if it cannot be started again, or that did not help
   */
  public static void blockSignals() throws IOException {
    if (Signals.areBlocked()) {
      return;
    }
    if (System.getenv(REEXECUTED) != null) {
      throw new IOException(
          "cannot block the signals by starting again: start Java with env --block-signal and"
              + " -Xrs");
    }
    Map<String, String> environment = read(environ());
    environment.put(REEXECUTED, "1");
    moveAway(environment);
    Signals.block();
    execute(withReducedSignals(commandLine()), environment);
  }

  private static void moveAway(Map<String, String> environment) {
    for (String name :
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", SUSPEND_RESUME_SIGNAL)) {
      String value = environment.remove(name);
      if (value != null && !environment.containsKey(MOVED + name)) {
        boolean ours = name.equals(SUSPEND_RESUME_SIGNAL) && value.equals(STKFLT);
        if (!ours) {
          environment.put(MOVED + name, value);
        }
      }
    }
    environment.put(SUSPEND_RESUME_SIGNAL, STKFLT);
  }

  private static List<String> withReducedSignals(List<String> commandLine) {
    List<String> arguments = new ArrayList<>(commandLine);
    arguments.add(1, "-Xrs"); // A second one does no harm; one further on may be the program's.
    return arguments;
  }

  private static void execute(List<String> arguments, Map<String, String> environment)
      throws LinuxException {
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    // Java leaves some of its own open. Older kernels cannot: then they stay, but reach no child.
    Libc.close_range(3, Integer.MAX_VALUE, Constants.CLOSE_RANGE_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      int result =
          Libc.execve(
              CStrings.allocate(arena, "/proc/self/exe"),
              CStrings.allocateVector(arena, arguments),
              CStrings.allocateVector(arena, variables));
      LinuxException.check(result, "start again with the signals blocked (execve)");
    }
  }

  /**
   * Returns the arguments of the program byte for byte, whatever the locale: what Java passes to
   * {@code main} has lost the bytes that the locale does not know.
   *
   * @param decoded the arguments as passed to {@code main}
   * @return as many, as they were given
   * @throws IOException if {@code /proc} is not mounted
   */
  public static List<String> arguments(String[] decoded) throws IOException {
    List<String> all = commandLine();
    return all.subList(all.size() - decoded.length, all.size());
  }

  private static List<String> commandLine() throws IOException {
    return split(bytesOf("/proc/self/cmdline"));
  }

  private static List<String> environ() throws IOException {
    return split(bytesOf("/proc/self/environ"));
  }

  /**
   * Returns the variables for children: ours byte for byte, without what the launcher set for Java
   * and with what it moved out of Java's way.
   *
   * @return name to value, in the order they were given; the caller may change it
   * @throws IOException if {@code /proc} is not mounted
   */
  public static Map<String, String> environment() throws IOException {
    Map<String, String> ours = read(environ());
    String given = given(ours);
    if (given.isEmpty()) {
      return forChildren(ours);
    }
    Map<String, String> original = read(split(Base64.getDecoder().decode(given)));
    Map<String, String> environment = forChildren(original);
    String signal = original.get(SUSPEND_RESUME_SIGNAL);
    if (signal != null) {
      environment.put(SUSPEND_RESUME_SIGNAL, signal); // the user's, not the launcher's
    }
    return environment;
  }

  private static String given(Map<String, String> ours) {
    StringBuilder given = new StringBuilder();
    int number = 0;
    for (String piece = ours.get(GIVEN + number); piece != null; piece = ours.get(GIVEN + number)) {
      given.append(piece);
      number++;
    }
    return given.toString();
  }

  static Map<String, String> forChildren(Map<String, String> ours) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : ours.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(MOVED)) {
        environment.put(name.substring(MOVED.length()), variable.getValue());
      } else if (!OURS_ALONE.contains(name)) {
        environment.put(name, variable.getValue());
      }
    }
    return environment;
  }

  private static Map<String, String> read(List<String> variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  private static byte[] bytesOf(String file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readAllBytes();
    }
  }

  private static List<String> split(byte[] terminated) {
    List<String> strings = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < terminated.length; at++) {
      if (terminated[at] == 0) {
        strings.add(CStrings.decode(Arrays.copyOfRange(terminated, start, at)));
        start = at + 1;
      }
    }
    return Collections.unmodifiableList(strings);
  }

  /**
   * Makes the first call of the kernel on a thread of its own, for programs that have other things
   * to do before their first: it takes Java longer than hundreds of others, and {@link #exit} is
   * one as well.
   */
  public static void prepareExit() {
    Thread _ = Thread.ofPlatform().daemon().name("kernel").start(Libc::getpid);
  }

  /**
   * Ends this process at once, without waiting for threads that sit in the kernel as {@link
   * System#exit} does. Output that is buffered in Java must have been flushed.
   *
   * @param status 0 to 255
   */
  public static void exit(int status) {
    Libc._exit(status);
  }
}
