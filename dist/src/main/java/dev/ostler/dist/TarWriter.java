package dev.ostler.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar archive whose bytes owe nothing to who makes it, when and where: all is root's. */
final class TarWriter implements AutoCloseable {
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;
  private static final int BUFFER = 1 << 16;

  private final TarArchiveOutputStream tar;
  private final Instant timestamp;
  private final Set<String> folders = new HashSet<>();

  TarWriter(OutputStream out, Instant timestamp) {
    this.tar = new TarArchiveOutputStream(out, "UTF-8");
    this.timestamp = timestamp;
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** A stream into a file, compressed; the caller closes it. */
  static OutputStream gzip(Path file) throws IOException {
    return new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), BUFFER);
  }

  /** Writes everything below a folder, and the folder itself as {@code name}. */
  TarWriter tree(String name, Path folder) throws IOException {
    folder(name);
    for (Path path : Trees.below(folder)) {
      add(name + "/" + folder.relativize(path), path);
    }
    return this;
  }

  /** Writes what is there: a file, a symbolic link, or a folder without what is in it. */
  TarWriter add(String name, Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return link(name, Files.readSymbolicLink(path).toString());
    }
    return Files.isDirectory(path) ? folder(name) : file(name, path);
  }

  /** Writes a folder, and those that it is in, once. */
  TarWriter folder(String name) throws IOException {
    if (name.isEmpty() || name.equals(".") || !folders.add(name)) {
      return this;
    }
    foldersOf(name);
    tar.putArchiveEntry(entry(name + "/", TarConstants.LF_DIR, EXECUTABLE));
    tar.closeArchiveEntry();
    return this;
  }

  TarWriter file(String name, Path source) throws IOException {
    foldersOf(name);
    TarArchiveEntry entry =
        entry(name, TarConstants.LF_NORMAL, isExecutable(source) ? EXECUTABLE : PLAIN);
    entry.setSize(Files.size(source));
    tar.putArchiveEntry(entry);
    Files.copy(source, tar);
    tar.closeArchiveEntry();
    return this;
  }

  TarWriter file(String name, byte[] content) throws IOException {
    foldersOf(name);
    TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, PLAIN);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    return this;
  }

  TarWriter link(String name, String target) throws IOException {
    foldersOf(name);
    TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, 0777);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
    return this;
  }

  private void foldersOf(String name) throws IOException {
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      folder(name.substring(0, slash));
    }
  }

  private static boolean isExecutable(Path file) throws IOException {
    return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
        .contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private TarArchiveEntry entry(String name, byte kind, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(timestamp.toEpochMilli());
    return entry;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
