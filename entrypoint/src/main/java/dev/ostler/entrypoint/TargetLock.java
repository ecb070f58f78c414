package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Held by the one process that updates a target. The kernel takes it from a dead one. */
final class TargetLock implements AutoCloseable {
  // Closing any descriptor of a file gives up all of this process's locks on it, so that a second
  // attempt within the process must not even open it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private TargetLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock. The caller closes it.
   *
   * @throws TargetHeldException if another process, or another part of this one, holds it
   */
  static TargetLock take(Path file, Path target) throws IOException {
    if (!HELD.add(file)) {
      throw held(target, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new TargetLock(file, lock(file, target));
    } catch (IOException | RuntimeException | Error failure) {
      HELD.remove(file);
      throw failure;
    }
  }

  private static FileChannel lock(Path file, Path target) throws IOException {
    // Whoever may write into a target that holds its own work place could lead us to any file.
    if (Files.isSymbolicLink(file)) {
      throw new ConfigurationException(
          "cannot update %s: %s is a symbolic link, which may lead anywhere; delete it"
              .formatted(target, file));
    }
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() == null) {
        throw held(target, Files.readString(file).strip());
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
      return channel;
    } catch (IOException | RuntimeException | Error failure) {
      channel.close();
      throw failure;
    }
  }

  /** Who has just taken it may not have written down who it is. */
  private static TargetHeldException held(Path target, String pid) {
    return new TargetHeldException(
        "cannot update %s: %s is already looking after it; stop that one first"
            .formatted(target, pid.isEmpty() ? "another process" : "process " + pid));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyClosed) {
      // The descriptor is gone either way, and the lock with it.
    }
    HELD.remove(file);
  }
}
