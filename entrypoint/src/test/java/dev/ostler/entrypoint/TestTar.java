package dev.ostler.entrypoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds archives, also such as no archiver would. */
final class TestTar {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar =
      new TarArchiveOutputStream(bytes, BLOCK, StandardCharsets.UTF_8.name());

  TestTar() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  TestTar gnu() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    tar.setAddPaxHeadersForNonAsciiNames(false);
    return this;
  }

  TestTar file(String name, String content) {
    return file(name, 0644, content);
  }

  TestTar file(String name, int mode, String content) {
    return file(name, mode, 0, content);
  }

  TestTar file(String name, int mode, int owner, String content) {
    TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, mode);
    entry.setIds(owner, owner);
    return add(entry, content.getBytes(StandardCharsets.UTF_8));
  }

  TestTar directory(String name, int mode) {
    return add(entry(name, TarConstants.LF_DIR, mode), new byte[0]);
  }

  TestTar symbolicLink(String name, String text) {
    return link(name, TarConstants.LF_SYMLINK, text);
  }

  TestTar hardLink(String name, String existing) {
    return link(name, TarConstants.LF_LINK, existing);
  }

  TestTar link(String name, byte type, String text) {
    TarArchiveEntry entry = entry(name, type, 0777);
    entry.setLinkName(text);
    return add(entry, new byte[0]);
  }

  TestTar special(String name, byte type) {
    return add(entry(name, type, 0644), new byte[0]);
  }

  /** A file behind extended headers as they stand. */
  TestTar pax(Map<String, String> headers, String name, String content) {
    StringBuilder records = new StringBuilder();
    headers.forEach((key, value) -> records.append(record(key, value)));
    add(
        entry("PaxHeaders/x", TarConstants.LF_PAX_EXTENDED_HEADER_LC, 0644),
        records.toString().getBytes(StandardCharsets.UTF_8));
    return file(name, content);
  }

  /** The length at the beginning counts itself. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = rest.getBytes(StandardCharsets.UTF_8).length;
    int total = length + Integer.toString(length).length();
    total = length + Integer.toString(total).length();
    return total + rest;
  }

  /** What {@code git archive} begins with. */
  TestTar globalHeader(String comment) {
    TarArchiveEntry entry =
        entry("pax_global_header", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER, 0644);
    entry.addPaxHeader("comment", comment);
    try {
      tar.putArchiveEntry(entry);
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  TestTar add(TarArchiveEntry entry, byte[] content) {
    try {
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static TarArchiveEntry entry(String name, byte type, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setMode(mode);
    entry.setModTime(1_700_000_000_000L);
    entry.setIds(0, 0);
    return entry;
  }

  byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  byte[] gzip() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }

  TreeSource source() {
    return source(bytes());
  }

  static TreeSource source(byte[] archive) {
    return source(archive, ArchiveLimits.defaults());
  }

  static TreeSource source(byte[] archive, ArchiveLimits limits) {
    return TreeSource.archive(
        "site.tar", new ByteArrayInputStream(archive), TreeOptions.defaults().withLimits(limits));
  }
}
