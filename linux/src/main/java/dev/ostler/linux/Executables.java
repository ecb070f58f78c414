package dev.ostler.linux;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/*
 * By the kernel's own calls on strings: java.nio.file knows only names that the locale knows, and
 * containers mostly run without one.
 */
/** Finds programs as execvp(3) does. */
final class Executables {
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private enum Found {
    NOTHING,
    SOMETHING_ELSE,
    FORBIDDEN_FILE,
    PROGRAM
  }

  private Executables() {}

  /**
   * The program's path, relative to the working directory if that is how it was found.
   *
   * @param path the child's PATH; null if it has none
   * @param workingDirectory the child's; empty for ours
   */
  static String find(String program, @Nullable String path, String workingDirectory)
      throws LinuxException {
    if (program.isEmpty()) {
      throw notFound(program);
    }
    return program.indexOf('/') >= 0
        ? checked(program, workingDirectory)
        : search(program, path == null ? DEFAULT_PATH : path, workingDirectory);
  }

  private static String checked(String program, String workingDirectory) throws LinuxException {
    return switch (look(under(workingDirectory, program))) {
      case PROGRAM -> program;
      case NOTHING -> throw notFound(program);
      case SOMETHING_ELSE, FORBIDDEN_FILE -> throw notExecutable(program);
    };
  }

  private static String search(String program, String path, String workingDirectory)
      throws LinuxException {
    boolean forbidden = false;
    int start = 0;
    while (start <= path.length()) {
      int colon = path.indexOf(':', start);
      int end = colon < 0 ? path.length() : colon;
      String candidate = under(start == end ? "." : path.substring(start, end), program);
      Found found = look(under(workingDirectory, candidate));
      if (found == Found.PROGRAM) {
        return candidate;
      }
      forbidden |= found == Found.FORBIDDEN_FILE;
      start = end + 1;
    }
    throw forbidden ? notExecutable(program) : notFound(program);
  }

  private static String under(String folder, String name) {
    if (folder.isEmpty() || name.startsWith("/")) {
      return name;
    }
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  private static Found look(String file) {
    try (Arena arena = Arena.ofConfined()) {
      long path = CStrings.allocate(arena, file);
      int mode = LinuxFiles.mode(arena, path);
      if (mode < 0) {
        return Found.NOTHING;
      }
      if ((mode & Constants.S_IFMT) != Constants.S_IFREG) {
        return Found.SOMETHING_ELSE;
      }
      return Libc.access(path, Constants.X_OK) == 0 ? Found.PROGRAM : Found.FORBIDDEN_FILE;
    }
  }

  private static LinuxException notFound(String program) {
    return new LinuxException("run '" + program + "'", Errno.ENOENT);
  }

  private static LinuxException notExecutable(String program) {
    return new LinuxException(
        "run '" + program + "'", Errno.EACCES, "it must be an executable file");
  }
}
