package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory in which new versions of one target are built and old ones kept, with a journal of
 * one line: what was about to happen when a crash came.
 */
final class WorkPlace {
  private static final int PRIVATE = 0700;
  private static final String JOURNAL = "journal";
  private static final String NEXT_JOURNAL = "journal.next";
  private static final String UNPROVEN = "unproven";
  private static final String KEPT = "kept";
  private static final String TRASH = "trash-";

  private final Path directory;
  private final Disk disk;
  private final Trees trees;
  private final boolean durable;
  private final boolean proving;
  private int discarded;

  WorkPlace(Path directory, Disk disk, TreeOptions options) {
    this.directory = directory;
    this.disk = disk;
    this.trees = new Trees(disk, options.xattrs());
    this.durable = options.durable();
    this.proving = options.proving();
  }

  boolean isProving() {
    return proving;
  }

  Disk disk() {
    return disk;
  }

  Trees trees() {
    return trees;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  void create() throws IOException {
    Optional<FileStatus> there = Trees.status(directory);
    if (there.isPresent() && !there.get().isDirectory()) {
      throw new ConfigurationException(
          "cannot prepare updates in %s: it is no directory; delete it".formatted(directory));
    }
    if (there.isEmpty()) {
      disk.createDirectory(directory, PRIVATE);
      // Made in a setgid directory it would pass the group on to everything in it.
      disk.mode(directory, PRIVATE);
      sync(directory.resolveSibling(""));
    }
  }

  /** Writes down what is about to happen. On return a crash cannot make it forgotten. */
  void note(String intention) throws IOException {
    Path next = path(NEXT_JOURNAL);
    trees.delete(next);
    try (FileChannel channel = disk.create(next, PRIVATE)) {
      disk.write(channel, ByteBuffer.wrap(intention.getBytes(StandardCharsets.UTF_8)), next);
    }
    sync(next);
    disk.rename(next, path(JOURNAL));
    sync(directory);
  }

  /** What was about to happen and may have happened. */
  Optional<String> noted() throws IOException {
    Path journal = path(JOURNAL);
    return Trees.exists(journal) ? Optional.of(Files.readString(journal)) : Optional.empty();
  }

  /** It has happened, or it never will. */
  void forget() throws IOException {
    if (Trees.exists(path(JOURNAL))) {
      disk.delete(path(JOURNAL));
      sync(directory);
    }
  }

  /** A new version is in place. To be said before it is forgotten that it was to be. */
  void switched() throws IOException {
    Path mark = path(UNPROVEN);
    if (!proving) {
      kept();
    } else if (!Trees.exists(mark)) {
      disk.create(mark, PRIVATE).close();
      sync(directory);
    }
  }

  /** From now on the target never has anything but what was brought there, or is on trial. */
  void kept() throws IOException {
    proven();
    if (!hasKept()) {
      disk.create(path(KEPT), PRIVATE).close();
      sync(directory);
    }
  }

  boolean hasKept() {
    return Trees.exists(path(KEPT));
  }

  /** The version in place is one to go on with: it has shown that it works, or did before. */
  void proven() throws IOException {
    if (!isProven()) {
      disk.delete(path(UNPROVEN));
      sync(directory);
    }
  }

  boolean isProven() {
    return !Trees.exists(path(UNPROVEN));
  }

  /** Takes a mark away that nobody will ask for. */
  void forgetProofs() throws IOException {
    if (!proving) {
      proven();
    }
  }

  /** Takes a tree out of the way, at once; {@link #empty} deletes it. Nothing there is fine. */
  void discard(Path path) throws IOException {
    if (Trees.exists(path)) {
      Path trash;
      do {
        trash = path(TRASH + discarded++);
      } while (Trees.exists(trash));
      disk.rename(path, trash);
    }
  }

  /** Deletes what was discarded. */
  void empty() throws IOException {
    for (Path path : members(TRASH)) {
      trees.delete(path);
    }
  }

  /** What is here whose name begins so. */
  List<Path> members(String prefix) throws IOException {
    return Trees.members(directory).stream()
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .toList();
  }

  /** Waits until a directory or file is on the disk, if that is wanted. */
  void sync(Path path) throws IOException {
    if (durable) {
      disk.sync(path);
    }
  }

  /** Waits until everything is on the disk, if that is wanted. */
  void syncFileSystem() throws IOException {
    if (durable) {
      disk.syncFileSystem(directory);
    }
  }
}
