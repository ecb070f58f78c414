package dev.ostler.entrypoint;

import dev.ostler.entrypoint.Member.Attributes;
import dev.ostler.entrypoint.Member.Directory;
import dev.ostler.entrypoint.Member.HardLink;
import dev.ostler.entrypoint.Member.RegularFile;
import dev.ostler.entrypoint.Member.SymbolicLink;
import dev.ostler.entrypoint.Member.Unsupported;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** A tar archive, plain or packed. */
record TarSource(String name, InputStream bytes, ArchiveLimits limits, boolean xattrs)
    implements TreeSource {
  private static final String XATTR = "SCHILY.xattr.user.";
  private static final long MAX_ID = 0xffff_fffeL;

  @Override
  public void read(Sink sink) throws IOException {
    CountingInput packed = new CountingInput(bytes);
    MeteredInput unpacked = new MeteredInput(Unpacking.of(packed), packed::count, limits);
    // Not closed: that would close the bytes, which are the caller's.
    TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name());
    for (var entry = next(tar, unpacked); entry != null; entry = next(tar, unpacked)) {
      sink.accept(member(entry), tar);
      // The reader would skip the rest as part of the next header.
      tar.skip(Long.MAX_VALUE);
    }
    unpacked.requireEnd();
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, MeteredInput unpacked)
      throws IOException {
    unpacked.headerBegins();
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (RuntimeException unforeseen) {
      // The tar reader promises IOException for damaged headers, and not always keeps it.
      throw new IOException("one of its headers is damaged", unforeseen);
    }
    unpacked.headerEnds();
    if (entry != null && !entry.isCheckSumOK()) {
      throw new IOException(
          "it is not a tar archive, or damaged: wrong checksum at " + Gate.quoted(entry.getName()));
    }
    if (entry != null && questionMarks(entry) > unpacked.questionMarks()) {
      throw new IOException("a name is not valid UTF-8: " + Gate.quoted(entry.getName()));
    }
    return entry;
  }

  /** The reader puts one in the place of every byte that is not UTF-8. */
  private static long questionMarks(TarArchiveEntry entry) {
    return (entry.getName() + entry.getLinkName()).chars().filter(c -> c == '?').count();
  }

  private Member member(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (entry.isSparse()) {
      return new Unsupported(name, "a sparse file");
    }
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_DIR -> new Directory(name, Optional.of(attributes(entry)));
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
          // How archives older than 1988 mark a directory.
          name.endsWith("/")
              ? new Directory(name, Optional.of(attributes(entry)))
              : new RegularFile(name, attributes(entry), entry.getSize());
      case TarConstants.LF_SYMLINK ->
          new SymbolicLink(name, attributes(entry), entry.getLinkName());
      case TarConstants.LF_LINK -> hardLink(entry);
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> new Unsupported(name, "a device");
      case TarConstants.LF_FIFO -> new Unsupported(name, "a FIFO");
      default ->
          new Unsupported(
              name, "of the unknown type " + Gate.quoted("" + (char) entry.getLinkFlag()));
    };
  }

  /** Some archivers repeat the content with every link; which one counts is then unclear. */
  private static Member hardLink(TarArchiveEntry entry) {
    return entry.getSize() == 0
        ? new HardLink(entry.getName(), entry.getLinkName())
        : new Unsupported(entry.getName(), "a hard link with content of its own");
  }

  private Attributes attributes(TarArchiveEntry entry) throws IOException {
    return new Attributes(
        entry.getMode() & 07777,
        id(entry, entry.getLongUserId()),
        id(entry, entry.getLongGroupId()),
        entry.getLastModifiedTime().toInstant(),
        xattrs ? extended(entry) : ExtendedAttributes.NONE);
  }

  private static ExtendedAttributes extended(TarArchiveEntry entry) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, String> header : entry.getExtraPaxHeaders().entrySet()) {
      if (header.getKey().startsWith(XATTR)) {
        String attribute = header.getKey().substring(XATTR.length());
        values.put(attribute, bytes(entry, attribute, header.getValue()));
      }
    }
    return new ExtendedAttributes(values);
  }

  /** The reader has taken the value for UTF-8, and put U+FFFD in the place of what is not. */
  private static String bytes(TarArchiveEntry entry, String attribute, String value)
      throws IOException {
    if (value.indexOf('\uFFFD') >= 0) {
      throw new IOException(
          "member %s has a value in its extended attribute %s that is not UTF-8; leave it out"
              .formatted(Gate.quoted(entry.getName()), Gate.quoted("user." + attribute)));
    }
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private int id(TarArchiveEntry entry, long id) throws IOException {
    if (id < 0 || id > MAX_ID) {
      throw new IOException(
          "member " + Gate.quoted(entry.getName()) + " has the impossible owner or group " + id);
    }
    return (int) id;
  }

  @Override
  public String toString() {
    return name;
  }
}
