package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes files one after the other while they are sent; holds none of them in memory. */
public final class ArchiveWriter implements AutoCloseable {
  private final TarArchiveOutputStream tar;

  /**
   * Writes to a stream.
   *
   * @param out where to; stays open
   */
  ArchiveWriter(OutputStream out) {
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** What writes the files of an archive. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes them all.
     *
     * @param archive takes them
     * @throws IOException if a source cannot be read, or the archive cannot be written
     */
    void writeTo(ArchiveWriter archive) throws IOException;
  }

  /**
   * Adds something without content: a directory or a symbolic link.
   *
   * @param entry what
   * @throws IOException if the archive cannot be written
   */
  public void add(FileEntry entry) throws IOException {
    add(entry, InputStream.nullInputStream());
  }

  /**
   * Adds a file.
   *
   * @param entry its name and attributes; its size must be the content's
   * @param content what is in it; stays open
   * @throws IOException if the content cannot be read or is not of that size, or if the archive
   *     cannot be written
   */
  public void add(FileEntry entry, InputStream content) throws IOException {
    tar.putArchiveEntry(header(entry));
    content.transferTo(tar);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry header(FileEntry entry) {
    TarArchiveEntry header =
        switch (entry.kind()) {
          case FILE -> new TarArchiveEntry(entry.path(), TarConstants.LF_NORMAL);
          case DIRECTORY -> new TarArchiveEntry(withSlash(entry.path()), TarConstants.LF_DIR);
          case SYMBOLIC_LINK -> new TarArchiveEntry(entry.path(), TarConstants.LF_SYMLINK);
          case OTHER ->
              throw new IllegalArgumentException(
                  "only files, directories and symbolic links can be put, got " + entry.path());
        };
    header.setLinkName(entry.link());
    header.setMode(entry.mode());
    header.setUserId(Math.max(0, entry.user()));
    header.setGroupId(Math.max(0, entry.group()));
    header.setLastModifiedTime(FileTime.from(entry.modified()));
    header.setSize(entry.kind() == FileEntry.Kind.FILE ? entry.size() : 0);
    return header;
  }

  private static String withSlash(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  /** Ends the archive. */
  @Override
  public void close() throws IOException {
    tar.finish();
    tar.flush();
  }
}
