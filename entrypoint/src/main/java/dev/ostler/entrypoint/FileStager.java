package dev.ostler.entrypoint;

import dev.ostler.entrypoint.Member.Attributes;
import dev.ostler.entrypoint.Member.RegularFile;
import dev.ostler.entrypoint.Member.SymbolicLink;
import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Compares single files with live ones and writes what is new. Holds two buffers and no file. */
final class FileStager {
  private static final int CHUNK = 1 << 16;
  private static final int OWNER_WRITES = 0200;

  private final Disk disk;
  private final Identity identity;
  private final boolean owners;
  private final boolean times;
  private final boolean xattrs;
  private final byte[] fresh = new byte[CHUNK];
  private final ByteBuffer old = ByteBuffer.allocateDirect(CHUNK);

  FileStager(Disk disk, Identity identity, TreeOptions options) {
    this.disk = disk;
    this.identity = identity;
    this.owners = options.owner() && identity.gives();
    this.times = options.modified();
    this.xattrs = options.xattrs();
  }

  /** In what but its content a live file or directory differs from what is wanted. */
  Set<Aspect> differences(FileStatus live, Path livePath, Attributes wanted) throws IOException {
    Set<Aspect> aspects = differences(live, wanted);
    if (xattrs && !wanted.extended().equals(ExtendedAttributes.of(livePath))) {
      aspects.add(Aspect.XATTRS);
    }
    return aspects;
  }

  /** In which of mode and owner what is live differs from what is wanted. */
  Set<Aspect> differences(FileStatus live, Attributes wanted) {
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (live.permissions() != wanted.mode()) {
      aspects.add(Aspect.MODE);
    }
    if (owners && (live.owner() != wanted.owner() || live.group() != wanted.group())) {
      aspects.add(Aspect.OWNER);
    }
    return aspects;
  }

  /** In what a live file differs from one that has been staged already. */
  Set<Aspect> differences(FileStatus live, FileStatus staged, Path livePath, Path stagedPath)
      throws IOException {
    Set<Aspect> aspects = differences(live, livePath, attributes(staged, stagedPath));
    boolean same = live.inode() == staged.inode() && live.device() == staged.device();
    if (!same && Files.mismatch(livePath, stagedPath) >= 0) {
      aspects.add(Aspect.CONTENT);
    }
    return aspects;
  }

  private Attributes attributes(FileStatus status, Path path) throws IOException {
    return new Attributes(
        status.permissions(),
        status.owner(),
        status.group(),
        status.modified(),
        xattrs ? ExtendedAttributes.of(path) : ExtendedAttributes.NONE);
  }

  /** Writes a new file and returns the digest of its content. */
  String write(RegularFile file, Path path, InputStream content) throws IOException {
    String digest;
    try (ContentWriter writer = new ContentWriter(disk, path, file.attributes().mode())) {
      writeRest(writer, content, file.size());
      digest = writer.digest();
    }
    finish(path, file.attributes());
    return digest;
  }

  /** Writes a file with the content of a live one, whose mode or owner are not the wanted ones. */
  String write(RegularFile file, Path path, Path live) throws IOException {
    try (InputStream content = Files.newInputStream(live)) {
      return write(file, path, content);
    }
  }

  /**
   * Compares with a live file as long as it is equal; writes nothing if it is equal to the end.
   *
   * @return the digest of the new content, if it differs
   */
  Optional<String> writeUnlessEqual(
      RegularFile file, Path path, InputStream content, Path live, long liveSize)
      throws IOException {
    if (file.size() != liveSize) {
      return Optional.of(write(file, path, content));
    }
    try (FileChannel channel = FileChannel.open(live, StandardOpenOption.READ)) {
      for (long equal = 0; equal < liveSize; ) {
        int count = fill(content, liveSize - equal);
        if (!isNext(channel, count)) {
          return Optional.of(writeFrom(file, path, channel, equal, count, content));
        }
        equal += count;
      }
      return Optional.empty();
    }
  }

  /** Reads the next part of the content into {@code fresh}. */
  private int fill(InputStream content, long left) throws IOException {
    int wanted = (int) Math.min(CHUNK, left);
    int count = content.readNBytes(fresh, 0, wanted);
    if (count < wanted) {
      throw new IOException("it is cut off in the middle of a file");
    }
    return count;
  }

  private boolean isNext(FileChannel live, int count) throws IOException {
    old.clear().limit(count);
    while (old.hasRemaining() && live.read(old) >= 0) {}
    return old.flip().equals(ByteBuffer.wrap(fresh, 0, count));
  }

  private String writeFrom(
      RegularFile file, Path path, FileChannel live, long equal, int count, InputStream content)
      throws IOException {
    String digest;
    try (ContentWriter writer = new ContentWriter(disk, path, file.attributes().mode())) {
      for (long at = 0; at < equal; at += old.limit()) {
        old.clear().limit((int) Math.min(CHUNK, equal - at));
        while (old.hasRemaining() && live.read(old, at + old.position()) >= 0) {}
        writer.write(old.flip());
      }
      writer.write(ByteBuffer.wrap(fresh, 0, count));
      writeRest(writer, content, file.size() - equal - count);
      digest = writer.digest();
    }
    finish(path, file.attributes());
    return digest;
  }

  private void writeRest(ContentWriter writer, InputStream content, long size) throws IOException {
    long left = size;
    while (left > 0) {
      int count = fill(content, left);
      writer.write(ByteBuffer.wrap(fresh, 0, count));
      left -= count;
    }
  }

  /**
   * Owner before mode: giving a file away clears bits of its mode. It is always given its mode: the
   * umask that it was created with may have been that of a child which was spawned just then.
   */
  private void finish(Path path, Attributes attributes) throws IOException {
    own(path, attributes);
    int mode = attributes.mode();
    if (!attributes.extended().values().isEmpty()) {
      disk.mode(path, mode | OWNER_WRITES); // it takes that to have attributes
      attributes.extended().write(disk, path);
    }
    disk.mode(path, mode);
    if (times) {
      disk.modified(path, attributes.modified());
    }
  }

  /** Gives a directory what the source says of it. */
  void apply(Path directory, Attributes attributes) throws IOException {
    own(directory, attributes);
    if (xattrs) {
      attributes.extended().write(disk, directory);
    }
    disk.mode(directory, attributes.mode());
    if (times) {
      disk.modified(directory, attributes.modified());
    }
  }

  void writeLink(SymbolicLink link, Path path) throws IOException {
    disk.symbolicLink(path, link.text());
    own(path, link.attributes());
    if (times) {
      disk.modified(path, link.attributes().modified());
    }
  }

  private void own(Path path, Attributes attributes) throws IOException {
    boolean ours = attributes.owner() == identity.owner() && attributes.group() == identity.group();
    if (owners && !ours) {
      disk.owner(path, attributes.owner(), attributes.group());
    }
  }

  /** The digest of a file, in a form that is empty for what has no content. */
  static Optional<String> digest(Path path, FileStatus status) throws IOException {
    return status.isRegularFile() ? Optional.of(digest(path)) : Optional.empty();
  }

  static String digest(Path path) throws IOException {
    try (InputStream content = Files.newInputStream(path)) {
      return ContentWriter.digest(content);
    }
  }
}
