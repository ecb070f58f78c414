package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** A disk whose power is cut before one of its changes. Nothing changes any more after that. */
class CrashingDisk extends Disk {
  /** The power is gone. */
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1;

    PowerCut(String before) {
      super("before " + before);
    }
  }

  private int left;
  private final Set<Object> waiting = new HashSet<>();

  /**
   * A disk for one crash.
   *
   * @param changes how many changes come through
   */
  CrashingDisk(int changes) {
    left = changes;
  }

  @Override
  void step(String what, Path path) {
    if (--left < 0) {
      throw new PowerCut(what + " " + path);
    }
  }

  @Override
  void write(FileChannel channel, ByteBuffer bytes, Path path) throws IOException {
    super.write(channel, bytes, path);
    waiting.add(inode(path));
  }

  @Override
  void truncate(FileChannel channel, long size, Path path) throws IOException {
    super.truncate(channel, size, path);
    waiting.add(inode(path));
  }

  /** Counted as a step; the disk of a test need not really be waited for. */
  @Override
  void sync(Path path) throws IOException {
    step("sync", path);
    waiting.remove(inode(path));
  }

  @Override
  void syncFileSystem(Path path) {
    step("sync file system", path);
    waiting.clear();
  }

  /**
   * Files have their names, for those are journaled, and nothing in them that was not waited for.
   */
  void loseWhatWasNotSynced(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(CrashingDisk::isFile).toList()) {
        if (waiting.contains(inode(file))) {
          Files.write(file, new byte[0]);
        }
      }
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }
}
