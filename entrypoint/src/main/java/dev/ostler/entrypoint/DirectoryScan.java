package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out how a directory looks, a part at a time. For one thread at a time. */
final class DirectoryScan implements AutoCloseable {
  /** Is shown every folder before its members are listed. */
  @FunctionalInterface
  interface Visitor {
    void enter(Path folder) throws IOException;
  }

  private final Path directory;
  private final int most;
  private final Visitor visitor;
  private final Deque<Path> folders = new ArrayDeque<>();
  private final Map<Path, FileStatus> members = new HashMap<>();
  private @Nullable DirectoryStream<Path> open;
  private Iterator<Path> inside = Map.<Path, Path>of().keySet().iterator();
  private boolean isVolume;

  /**
   * To be advanced.
   *
   * @param most how many members it may have, with those of its folders
   */
  DirectoryScan(Path directory, int most, Visitor visitor) {
    this.directory = directory;
    this.most = most;
    this.visitor = visitor;
    folders.add(directory);
  }

  /**
   * Looks at some members.
   *
   * @param count at most so many
   * @return whether there are no more
   * @throws ConfigurationException if it has more than it may have
   */
  boolean advance(int count) throws IOException {
    if (members.isEmpty() && isVolume()) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      while (!hasNext()) {
        closeFolder();
        Path next = folders.poll();
        if (next == null) {
          members.put(directory, LinuxFiles.status(directory));
          return true;
        }
        enter(next);
      }
      add(inside.next());
    }
    return false;
  }

  private boolean isVolume() throws IOException {
    Path link = directory.resolve(DirectoryState.VOLUME_LINK);
    isVolume = Files.isSymbolicLink(link);
    if (isVolume) {
      members.put(link, LinuxFiles.linkStatus(link));
    }
    return isVolume;
  }

  private boolean hasNext() throws IOException {
    try {
      return inside.hasNext();
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
  }

  @SuppressWarnings("StreamResourceLeak") // closed by closeFolder
  private void enter(Path folder) throws IOException {
    visitor.enter(folder);
    DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
    open = stream;
    inside = stream.iterator();
  }

  private void add(Path member) throws IOException {
    if (members.size() == most) {
      throw new ConfigurationException(
          "cannot read " + directory + ": there are more than " + most + " members");
    }
    FileStatus status = LinuxFiles.linkStatus(member);
    members.put(member, status);
    if (status.isDirectory()) {
      folders.add(member);
    }
  }

  /** What was found, when all was. */
  DirectoryState state() {
    return new DirectoryState(isVolume, members);
  }

  private void closeFolder() throws IOException {
    DirectoryStream<Path> stream = open;
    open = null;
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  public void close() {
    try {
      closeFolder();
    } catch (IOException leftToTheCollector) {
      // Nothing was written.
    }
  }
}
