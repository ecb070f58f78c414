package dev.ostler.linux;

import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds programs as execvp(3) does. */
final class Executables {
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private Executables() {}

  static String find(String program, @Nullable String path, Path workingDirectory)
      throws LinuxException {
    if (program.isEmpty()) {
      throw notFound(program);
    }
    if (program.indexOf('/') >= 0) {
      return checked(program, workingDirectory);
    }
    return search(program, path == null ? DEFAULT_PATH : path, workingDirectory);
  }

  // java.io.File rather than Files: it costs no provider at start-up, and these questions are its.
  private static String checked(String program, Path workingDirectory) throws LinuxException {
    File file = workingDirectory.resolve(program).toFile();
    if (!file.exists()) {
      throw notFound(program);
    }
    if (!isProgram(file)) {
      throw notExecutable(program);
    }
    return program;
  }

  private static String search(String program, String path, Path workingDirectory)
      throws LinuxException {
    boolean forbidden = false;
    int start = 0;
    while (start <= path.length()) {
      int colon = path.indexOf(':', start);
      int end = colon < 0 ? path.length() : colon;
      String folder = start == end ? "." : path.substring(start, end);
      File file = workingDirectory.resolve(folder).resolve(program).toFile();
      if (isProgram(file)) {
        return folder.startsWith("/") ? file.getPath() : folder + "/" + program;
      }
      forbidden |= file.isFile();
      start = end + 1;
    }
    throw forbidden ? notExecutable(program) : notFound(program);
  }

  private static boolean isProgram(File file) {
    return file.isFile() && file.canExecute();
  }

  private static LinuxException notFound(String program) {
    return new LinuxException("run '" + program + "'", Errno.ENOENT);
  }

  private static LinuxException notExecutable(String program) {
    return new LinuxException(
        "run '" + program + "'", Errno.EACCES, "it must be an executable file");
  }
}
