package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Everything that an update does to the file system, one method per system call.
 *
 * <p>A test overrides {@link #done} to cut the power after any one of them.
 */
class Disk {
  /** Called after each change. */
  void done(String what, Path path) {}

  void createDirectory(Path path, int mode) throws IOException {
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions(mode)));
    done("create directory", path);
  }

  /** The mode is reduced by the umask; the caller closes the channel. */
  FileChannel create(Path path, int mode) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions(mode)));
    done("create", path);
    return channel;
  }

  void write(FileChannel channel, ByteBuffer bytes, Path path) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    done("write", path);
  }

  void truncate(FileChannel channel, long size, Path path) throws IOException {
    channel.truncate(size);
    done("truncate", path);
  }

  void link(Path existing, Path name) throws IOException {
    Files.createLink(name, existing);
    done("link", name);
  }

  void symbolicLink(Path name, String text) throws IOException {
    Files.createSymbolicLink(name, Path.of(text));
    done("symbolic link", name);
  }

  /** Replaces a file, a symbolic link or an empty directory. */
  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    done("rename", to);
  }

  void exchange(Path one, Path other) throws IOException {
    LinuxFiles.exchange(one, other);
    done("exchange", other);
  }

  void delete(Path path) throws IOException {
    Files.delete(path);
    done("delete", path);
  }

  // The attributes named unix: are the JDK's own: the documented ones know neither sticky and
  // setgid bits nor numbers without a name.
  void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
    done("mode", path);
  }

  void owner(Path path, int owner, int group) throws IOException {
    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    done("owner", path);
  }

  void modified(Path path, Instant when) throws IOException {
    FileTime time = FileTime.from(when);
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, time, null);
    done("modified", path);
  }

  void sync(Path path) throws IOException {
    LinuxFiles.sync(path);
    done("sync", path);
  }

  void syncFileSystem(Path path) throws IOException {
    LinuxFiles.syncFileSystem(path);
    done("sync file system", path);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
