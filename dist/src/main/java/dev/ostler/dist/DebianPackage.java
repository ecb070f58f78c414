package dev.ostler.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;

/**
 * The folder as a Debian package: it lies in {@code /usr/lib/ostler}, what it has in {@code share}
 * where the system looks for it, and commands in {@code /usr/bin}. It has no scripts, so nothing
 * runs when it is installed or removed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/deb.5.html">deb(5)</a>
 */
final class DebianPackage {
  private static final String HOME = "./usr/lib/ostler";
  private static final int KIBIBYTE = 1024;
  private static final int PLAIN = 0100644;

  private final Release release;

  DebianPackage(Release release) {
    this.release = release;
  }

  Path file() {
    return release
        .target()
        .resolve("ostler_" + version() + "_" + Release.packageArchitecture() + ".deb");
  }

  /** A hyphen would begin Debian's own revision; what comes after a tilde is before the version. */
  private String version() {
    return release.version().replace('-', '~');
  }

  /** Writes it, and returns where it is. */
  Path write() throws IOException {
    Path data = Files.createTempFile(release.target(), "data-", ".tar.gz");
    try {
      writeData(data);
      try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(file()))) {
        member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8));
        member(ar, "control.tar.gz", control());
        ar.putArchiveEntry(entry("data.tar.gz", Files.size(data)));
        Files.copy(data, ar);
        ar.closeArchiveEntry();
      }
      return file();
    } finally {
      Files.delete(data);
    }
  }

  private void member(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
    ar.putArchiveEntry(entry(name, content.length));
    ar.write(content);
    ar.closeArchiveEntry();
  }

  private ArArchiveEntry entry(String name, long length) {
    return new ArArchiveEntry(name, length, 0, 0, PLAIN, release.timestamp().getEpochSecond());
  }

  private void writeData(Path file) throws IOException {
    try (OutputStream out = TarWriter.gzip(file);
        TarWriter tar = new TarWriter(out, release.timestamp())) {
      for (Path path : Trees.below(release.folder())) {
        tar.add(installed(path), path);
      }
      tar.file("./usr/share/doc/ostler/copyright", release.folder().resolve("LICENSE"));
      for (Path program : Trees.below(release.folder().resolve("bin"))) {
        tar.link(
            "./usr/bin/" + program.getFileName(), "../lib/ostler/bin/" + program.getFileName());
      }
    }
  }

  /** Where a file of the folder is on a machine. */
  private String installed(Path path) {
    Path inside = release.folder().relativize(path);
    if (!inside.startsWith("share")) {
      return HOME + "/" + inside;
    }
    // Where zsh looks by itself is Debian's own.
    return "./usr/" + inside.toString().replace("zsh/site-functions", "zsh/vendor-completions");
  }

  private byte[] control() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(new GZIPOutputStream(bytes), release.timestamp())) {
      tar.file("./control", description().getBytes(StandardCharsets.UTF_8));
      tar.file("./md5sums", sums().getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private String description() throws IOException {
    long size = 0;
    for (Path path : Trees.below(release.folder())) {
      size += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return """
    Package: ostler
    Version: %s
    Architecture: %s
    Maintainer: The Ostler project
    Installed-Size: %d
    Depends: libc6 (>= 2.34)
    Section: admin
    Priority: optional
    Description: looks after container workloads
     Runs processes as the first process of a container, containers on many hosts
     and apps that rest while nobody uses them: runs them, reconfigures them, rests
     them and readies them again. Brings its own Java runtime.
    """
        .formatted(version(), Release.packageArchitecture(), (size + KIBIBYTE - 1) / KIBIBYTE);
  }

  private String sums() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path path : Trees.below(release.folder())) {
      if (Files.isRegularFile(path) && !Files.isSymbolicLink(path)) {
        lines
            .append(Digests.of(path, "MD5"))
            .append("  ")
            .append(installed(path).substring(2))
            .append('\n');
      }
    }
    return lines.toString();
  }
}
