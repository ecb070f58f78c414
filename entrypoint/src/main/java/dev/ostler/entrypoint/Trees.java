package dev.ostler.entrypoint;

import dev.ostler.linux.Errno;
import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whole trees: listed, copied, deleted. */
final class Trees {
  private static final int OWNER_ALL = 0700;

  private final Disk disk;
  private final boolean xattrs;

  /**
   * Trees on a disk.
   *
   * @param xattrs whether a copy has the extended attributes too
   */
  Trees(Disk disk, boolean xattrs) {
    this.disk = disk;
    this.xattrs = xattrs;
  }

  Disk disk() {
    return disk;
  }

  /** The members of a directory, sorted. */
  static List<Path> members(Path directory) throws IOException {
    List<Path> members = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(members::add);
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    Collections.sort(members);
    return members;
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The status of what is there itself, not of what it leads to. */
  static Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(LinuxFiles.linkStatus(path));
    } catch (LinuxException refused) {
      if (refused.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** The inode of what is there itself; 0 if nothing is. */
  static long inode(Path path) throws IOException {
    return status(path).map(FileStatus::inode).orElse(0L);
  }

  /** Deletes a file or a tree; nothing there is fine. */
  void delete(Path path) throws IOException {
    Optional<FileStatus> status = status(path);
    if (status.isPresent()) {
      delete(path, status.get());
    }
  }

  private void delete(Path path, FileStatus status) throws IOException {
    if (status.isDirectory()) {
      if ((status.permissions() & OWNER_ALL) != OWNER_ALL) {
        disk.mode(path, OWNER_ALL);
      }
      for (Path member : members(path)) {
        delete(member, LinuxFiles.linkStatus(member));
      }
    }
    disk.delete(path);
  }

  /**
   * Gives a file or symbolic link a second name; where the file system has no hard links, or does
   * not allow this one, a copy.
   */
  void link(Path existing, Path name) throws IOException {
    try {
      disk.link(existing, name);
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (FileSystemException refused) {
      copy(existing, name);
    }
  }

  /** Copies a file or symbolic link with mode, owner and time. */
  void copy(Path existing, Path name) throws IOException {
    FileStatus status = LinuxFiles.linkStatus(existing);
    if (status.isSymbolicLink()) {
      disk.symbolicLink(name, Files.readSymbolicLink(existing).toString());
      own(name, status);
    } else {
      try (FileChannel from = FileChannel.open(existing, StandardOpenOption.READ);
          FileChannel to = disk.create(name, OWNER_ALL)) {
        copy(from, to, name);
      }
      own(name, status);
      copyXattrs(existing, name);
      disk.mode(name, status.permissions());
    }
    disk.modified(name, status.modified());
  }

  /** Copies all that is left in a file. */
  void copy(FileChannel from, FileChannel to, Path name) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    while (from.read(buffer) >= 0) {
      disk.write(to, buffer.flip(), name);
      buffer.clear();
    }
  }

  /** How a file of a tree gets its place in another tree. */
  @FunctionalInterface
  interface Transfer {
    void transfer(Path existing, Path name) throws IOException;
  }

  /**
   * Makes a second tree like the first.
   *
   * @param tree the first
   * @param copy a name that is not there
   * @param transfer for everything that is not a directory
   */
  void replicate(LiveTree tree, Path copy, Transfer transfer) throws IOException {
    disk.createDirectory(copy, OWNER_ALL);
    List<String> directories = new ArrayList<>();
    for (String name : tree.names()) {
      if (!tree.get(name).isDirectory()) {
        transfer.transfer(tree.path(name), copy.resolve(name));
      } else {
        directories.addFirst(name);
        if (!name.equals(Gate.ROOT)) {
          disk.createDirectory(copy.resolve(name), OWNER_ALL);
        }
      }
    }
    // Members first: a directory may forbid writing into it.
    for (String name : directories) {
      like(copy.resolve(name).normalize(), tree.path(name), tree.get(name));
    }
  }

  /** Gives a directory the mode, owner and time of another one. */
  void like(Path directory, Path otherPath, FileStatus other) throws IOException {
    own(directory, other);
    copyXattrs(otherPath, directory);
    disk.mode(directory, other.permissions());
    disk.modified(directory, other.modified());
  }

  /** Gives a file or directory the extended attributes of another one, if they count. */
  void copyXattrs(Path existing, Path copy) throws IOException {
    if (xattrs) {
      ExtendedAttributes.of(existing).write(disk, copy);
    }
  }

  boolean haveSameXattrs(Path one, Path other) throws IOException {
    return !xattrs || ExtendedAttributes.of(one).equals(ExtendedAttributes.of(other));
  }

  /** Gives a file the owner of another one, if that is permitted. */
  void own(Path path, FileStatus other) throws IOException {
    FileStatus own = LinuxFiles.linkStatus(path);
    if (own.owner() != other.owner() || own.group() != other.group()) {
      try {
        disk.owner(path, other.owner(), other.group());
      } catch (FileSystemException notPermitted) {
        // Only root gives files away; for everybody else a copy is the copier's.
      }
    }
  }
}
