package dev.ostler.abuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Reads a configuration folder over and over, as programs do that resolve its name once: all that
 * it sees through one handle must be of one version. Files may go away under it, for it may be
 * slower than two updates.
 */
final class TornReader implements AutoCloseable {
  private static final long PAUSE_MILLIS = 5;

  private final Path folder;
  private final Ledger ledger;
  private final Thread thread;

  private TornReader(Path folder, Ledger ledger) {
    this.folder = folder;
    this.ledger = ledger;
    this.thread = Thread.ofPlatform().daemon().name("reader").unstarted(this::read);
  }

  static TornReader start(Path folder, Ledger ledger) {
    TornReader reader = new TornReader(folder, ledger);
    reader.thread.start();
    return reader;
  }

  private void read() {
    try {
      while (true) {
        look();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Set<String> seen = new TreeSet<>();
    try (DirectoryStream<Path> plain = Files.newDirectoryStream(folder)) {
      if (plain instanceof SecureDirectoryStream<Path> handle) {
        for (Path file : handle) {
          seen.add(read(handle, file.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException goneMeanwhile) {
      // What was seen until then still must be of one version.
    }
    if (!seen.isEmpty()) {
      ledger.check(Invariant.ONE_VERSION, seen.size() == 1, "seen at once: " + seen);
      ledger.check(
          Invariant.NEVER_REFUSED,
          seen.stream().noneMatch(TornReader::isRefused),
          "in place: " + seen);
    }
  }

  private static boolean isRefused(String version) {
    return version.matches("[0-9]{1,18}") && Versions.isRefused(Long.parseLong(version));
  }

  private static String read(SecureDirectoryStream<Path> handle, Path name) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(64);
    try (SeekableByteChannel file = handle.newByteChannel(name, Set.of(StandardOpenOption.READ))) {
      while (file.read(content) > 0) {
        // until its end
      }
    }
    return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
