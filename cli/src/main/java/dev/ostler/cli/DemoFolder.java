package dev.ostler.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The files of {@code ostler demo}.
 *
 * @param root where they are
 */
record DemoFolder(Path root) {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="color-scheme" content="light dark">
      <title>Ostler demo</title>
      <style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
      <h1>Hello from a workload in Ostler's care</h1>
      <p>This page came out of a configuration archive. Change it, replace the archive, and look again.</p>
      """;

  static DemoFolder create() throws IOException {
    DemoFolder folder = new DemoFolder(Files.createTempDirectory("ostler-demo-"));
    Files.createDirectory(folder.site());
    Files.writeString(folder.site().resolve("index.html"), PAGE);
    folder.pack();
    Files.createFile(folder.active());
    return folder;
  }

  /** The pages as a person edits them. */
  Path site() {
    return root.resolve("site");
  }

  /** The pages as the archive that is watched. */
  Path archive() {
    return root.resolve("site.tar");
  }

  /** The pages as the server reads them. */
  Path served() {
    return root.resolve("served");
  }

  Path active() {
    return root.resolve("active");
  }

  Path socket() {
    return root.resolve("control.sock");
  }

  private void pack() throws IOException {
    byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(archive());
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry("index.html");
      entry.setSize(page.length);
      tar.putArchiveEntry(entry);
      tar.write(page);
      tar.closeArchiveEntry();
    }
  }

  void delete() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
