package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
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
 * <p>A test overrides {@link #step} to cut the power before any one of them.
 */
class Disk {
  /** Called before each change. */
  void step(String what, Path path) {}

  void createDirectory(Path path, int mode) throws IOException {
    step("create directory", path);
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions(mode)));
  }

  /** The mode is reduced by the umask; the caller closes the channel. */
  FileChannel create(Path path, int mode) throws IOException {
    step("create", path);
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(permissions(mode)));
  }

  void write(FileChannel channel, ByteBuffer bytes, Path path) throws IOException {
    step("write", path);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException refused) { // without a word of where
      throw (IOException)
          new FileSystemException(path.toString(), null, refused.getMessage()).initCause(refused);
    }
  }

  void truncate(FileChannel channel, long size, Path path) throws IOException {
    step("truncate", path);
    channel.truncate(size);
  }

  void link(Path existing, Path name) throws IOException {
    step("link", name);
    Files.createLink(name, existing);
  }

  void symbolicLink(Path name, String text) throws IOException {
    step("symbolic link", name);
    Files.createSymbolicLink(name, Path.of(text));
  }

  /** Replaces a file, a symbolic link or an empty directory. */
  void rename(Path from, Path to) throws IOException {
    step("rename", to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  void exchange(Path one, Path other) throws IOException {
    step("exchange", other);
    LinuxFiles.exchange(one, other);
  }

  void delete(Path path) throws IOException {
    step("delete", path);
    Files.delete(path);
  }

  // The attributes named unix: are the JDK's own: the documented ones know neither sticky and
  // setgid bits nor numbers without a name.
  void mode(Path path, int mode) throws IOException {
    step("mode", path);
    Files.setAttribute(path, "unix:mode", mode);
  }

  void owner(Path path, int owner, int group) throws IOException {
    step("owner", path);
    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
  }

  /** An extended attribute of users; a character of the value for each byte. */
  void attribute(Path path, String name, String value) throws IOException {
    step("attribute", path);
    ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(value);
    ExtendedAttributes.view(path).write(name, bytes);
  }

  void deleteAttribute(Path path, String name) throws IOException {
    step("delete attribute", path);
    ExtendedAttributes.view(path).delete(name);
  }

  void modified(Path path, Instant when) throws IOException {
    step("modified", path);
    FileTime time = FileTime.from(when);
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, time, null);
  }

  void sync(Path path) throws IOException {
    step("sync", path);
    LinuxFiles.sync(path);
  }

  void syncFileSystem(Path path) throws IOException {
    step("sync file system", path);
    LinuxFiles.syncFileSystem(path);
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
