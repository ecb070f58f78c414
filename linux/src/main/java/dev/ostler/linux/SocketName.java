package dev.ostler.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A name in the file system that a socket is given.
 *
 * @param action what is tried, for messages
 */
record SocketName(Path path, String action) {
  /** What is to be true of the socket before anybody can find it. */
  @FunctionalInterface
  interface Preparation {
    void run() throws LinuxException;
  }

  /** A name that a killed process left behind is free; that of a living one is not. */
  void requireFree() throws LinuxException {
    // Whatever type of socket is there: the other type answers that the type is wrong.
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC;
    int probe = LinuxException.check(LibcSockets.socket(Constants.AF_UNIX, type, 0), action);
    int result;
    try (Arena call = Arena.ofConfined()) {
      result =
          LibcSockets.connect(
              probe, SocketAddresses.unix(call, path, action), SocketAddresses.UNIX_SIZE);
    } finally {
      Libc.close(probe);
    }
    switch (result) {
      case -Errno.ENOENT -> {}
      case -Errno.ECONNREFUSED -> {
        if (!LinuxFiles.status(path).isSocket()) {
          throw new LinuxException(
              action,
              Errno.EEXIST,
              "what is there is not a socket: remove it or choose another path");
        }
      }
      case 0, -Errno.EPROTOTYPE ->
          throw new LinuxException(
              action,
              Errno.EADDRINUSE,
              "another process listens there: end it or choose another path");
      default -> throw new LinuxException(action, -result);
    }
  }

  /** Makes it under another name and renames: never there without its mode, never absent. */
  void place(int descriptor, int mode, Preparation preparation) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path folder = Objects.requireNonNull(absolute.getParent(), "the root is no socket");
    Path temporary = folder.resolve(".o" + Libc.getpid() + "-" + descriptor);
    Files.deleteIfExists(temporary);
    try {
      bind(descriptor, temporary, mode);
      preparation.run();
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private void bind(int descriptor, Path temporary, int mode) throws LinuxException {
    int flags = Constants.O_PATH | Constants.O_DIRECTORY | Constants.O_CLOEXEC;
    try (Arena call = Arena.ofConfined()) {
      long folder = CStrings.allocate(call, Objects.requireNonNull(temporary.getParent()));
      int held = Libc.open(folder, flags, 0);
      if (held == -Errno.ENOENT) {
        throw new LinuxException(action, Errno.ENOENT, "create the folder it is in first");
      }
      LinuxException.check(held, action);
      try {
        // Through the folder's descriptor: the other name may be longer than the one that just
        // fits.
        Path near = Path.of("/proc/self/fd/" + held + "/" + temporary.getFileName());
        long address = SocketAddresses.unix(call, near, action);
        LinuxException.check(
            LibcSockets.bind(descriptor, address, SocketAddresses.UNIX_SIZE), action);
        LinuxException.check(Libc.chmod(CStrings.allocate(call, near), mode), action);
      } finally {
        Libc.close(held);
      }
    }
  }

  /** Removes it. */
  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException leftBehind) {
      // A name without a process is recognised and replaced by the next one.
    }
  }
}
