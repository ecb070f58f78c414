package dev.ostler.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/*
 * Written straight to the descriptors: System.out and System.err cost their encoders and locks at
 * start-up, and would turn names that are not in the locale's character set into question marks.
 */
/** Prints: results to standard output, everything else to standard error. */
final class Console {
  private static final String BROKEN_PIPE = "Broken pipe";

  private static boolean quiet;
  private static boolean verbose;
  private static boolean debug;
  private static boolean plain;
  private static Optional<String> lost = Optional.empty();

  private Console() {}

  /** Speaks so from now on, if it is an option that says how. */
  static void speak(String option) {
    quiet |= option.equals("quiet");
    verbose |= option.equals("verbose");
    debug |= option.equals("debug");
    plain |= option.equals("no-color");
  }

  static boolean isQuiet() {
    return quiet;
  }

  static boolean isVerbose() {
    return verbose;
  }

  static boolean isDebug() {
    return debug;
  }

  static void result(String text) {
    print(FileDescriptor.out, text);
  }

  /** As {@link #result}; whether anybody reads it. */
  static boolean show(String text) {
    return print(FileDescriptor.out, text);
  }

  /** Why not all results are where they were to go; empty if they are, or if nobody takes them. */
  static Optional<String> lost() {
    return lost;
  }

  /** Whether results go to a terminal that shows colours, and nobody has said not to. */
  static boolean hasColors() {
    return hasColors(Path.of("/proc/self/fd/1"));
  }

  /** As {@link #hasColors}, of messages. */
  static boolean hasColoredMessages() {
    return hasColors(Path.of("/proc/self/fd/2"));
  }

  private static boolean hasColors(Path descriptor) {
    String wish = System.getenv("NO_COLOR");
    return !plain
        && isTerminal(descriptor)
        && (wish == null || wish.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }

  private static boolean isTerminal(Path descriptor) {
    try {
      String file = Files.readSymbolicLink(descriptor).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.equals("/dev/console");
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Whether messages go to a terminal on which lines can be drawn anew. */
  static boolean canRedraw() {
    String terminal = System.getenv("TERM");
    return !quiet
        && isTerminal(Path.of("/proc/self/fd/2"))
        && terminal != null
        && !terminal.isEmpty()
        && !terminal.equals("dumb");
  }

  /** Writes to where messages go, as it is. */
  @SuppressWarnings("resource") // the descriptor stays open
  static void draw(String text) {
    try {
      new FileOutputStream(FileDescriptor.err).write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException nobodyLooks) {
      // What is drawn is for people alone.
    }
  }

  static void message(String text) {
    print(FileDescriptor.err, text);
  }

  /** What is good to know, unless somebody does not want to. */
  static void note(String text) {
    if (!quiet) {
      message(text);
    }
  }

  /** What went wrong, in one sentence; to those who ask for it, also what led to it, and where. */
  static void failure(Throwable failure) {
    message("ostler: " + sentence(failure));
    explain(failure);
  }

  /** Of what Java itself says of a file, the message is its name. */
  private static String sentence(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      return "cannot use " + file.getFile() + ": " + why(file);
    }
    return String.valueOf(failure.getMessage());
  }

  private static String why(FileSystemException refused) {
    if (refused instanceof NoSuchFileException) {
      return "it is not there";
    }
    if (refused instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = refused.getReason();
    return reason == null ? refused.getClass().getSimpleName() : reason;
  }

  /** As {@link #failure}, where the sentence is said already. */
  static void explain(Throwable failure) {
    if (debug) {
      message(trace(failure));
    } else if (verbose) {
      for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
        message("  because of " + cause);
      }
    }
  }

  static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }

  @SuppressWarnings("resource") // the descriptor stays open
  private static boolean print(FileDescriptor descriptor, String text) {
    try {
      new FileOutputStream(descriptor).write((text + "\n").getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException refused) {
      // A closed pipe must not end what is looked after, and who closes it wants no more.
      if (descriptor == FileDescriptor.out && !BROKEN_PIPE.equals(refused.getMessage())) {
        lost = Optional.of(String.valueOf(refused.getMessage()));
      }
      return false;
    }
  }
}
