package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads files one after the other while they arrive. A failure of the engine meanwhile is an {@link
 * EngineException}, an archive that makes no sense another {@link IOException}.
 */
public final class ArchiveReader implements AutoCloseable {
  private final InputStream source;
  private final TarArchiveInputStream tar;

  ArchiveReader(InputStream source) {
    this.source = source;
    this.tar = new TarArchiveInputStream(source, StandardCharsets.UTF_8.name());
  }

  /**
   * Goes on to the next file.
   *
   * @return its name, relative to the parent of what was asked for, and its attributes; nothing at
   *     the end
   * @throws IOException if the archive breaks off or makes no sense
   */
  public Optional<FileEntry> next() throws IOException {
    TarArchiveEntry entry = tar.getNextEntry();
    if (entry == null) {
      // Up to the very end, so that the connection can be used again.
      source.transferTo(OutputStream.nullOutputStream());
      return Optional.empty();
    }
    return Optional.of(read(entry));
  }

  private static FileEntry read(TarArchiveEntry entry) throws IOException {
    try {
      return new FileEntry(
          entry.getName(),
          kind(entry),
          entry.getMode() & 07777,
          entry.getLongUserId(),
          entry.getLongGroupId(),
          entry.getLastModifiedTime().toInstant(),
          entry.isFile() && !entry.isSymbolicLink() ? Math.max(0, entry.getSize()) : 0,
          entry.getLinkName());
    } catch (IllegalArgumentException e) {
      throw new IOException("the engine's archive makes no sense: " + e.getMessage(), e);
    }
  }

  private static FileEntry.Kind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return FileEntry.Kind.DIRECTORY;
    }
    if (entry.isSymbolicLink()) {
      return FileEntry.Kind.SYMBOLIC_LINK;
    }
    return entry.isLink() || !entry.isFile() ? FileEntry.Kind.OTHER : FileEntry.Kind.FILE;
  }

  /**
   * Returns the content of the current file.
   *
   * @return ends where the file ends; need not be read or closed
   */
  public InputStream content() {
    return tar;
  }

  /** Ends reading, wherever it is. */
  @Override
  public void close() {
    Closing.quietly(source);
  }
}
