package dev.ostler.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file to which whole lines are appended and which is replaced when it is full: {@code web.log}
 * becomes {@code web.log.1}, that {@code web.log.2}, and so on. A disk that refuses costs lines,
 * which are counted, and nothing else.
 */
final class LogFile implements AutoCloseable {
  private final OutputMode.ToFile plan;
  private final Listener listener;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long size;
  private long begun;
  private boolean refused;
  private long lost;

  /** Who is told what the disk refuses. */
  interface Listener {
    void say(String message);

    /** So many lines are not in the file. */
    void lost(long lines);
  }

  private LogFile(OutputMode.ToFile plan, Listener listener) {
    this.plan = plan;
    this.listener = listener;
  }

  /** Opens the file, or says why it can never be written. */
  static LogFile open(OutputMode.ToFile plan, Listener listener) throws IOException {
    LogFile file = new LogFile(plan, listener);
    file.open();
    return file;
  }

  private void open() throws IOException {
    Path path = plan.file();
    // Opening a FIFO or a terminal could block, and they cannot be rotated.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("cannot write the log " + path + ": it is not a regular file");
    }
    Path file = LogLinks.follow(path);
    try {
      FileChannel opened =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.APPEND,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      channel = opened;
      key = keyOfName();
      size = opened.size();
      begun = 0;
    } catch (NoSuchFileException e) {
      throw new IOException(
          "cannot write the log " + path + ": its folder is not there; create it first", e);
    } catch (IOException e) {
      throw new IOException("cannot write the log " + path + ": " + reason(e), e);
    }
  }

  private static String reason(IOException refused) {
    String reason =
        refused instanceof FileSystemException system ? system.getReason() : refused.getMessage();
    return reason == null ? refused.getClass().getSimpleName() : reason;
  }

  /** Device and inode; null if nothing has the name. */
  private @Nullable Object keyOfName() throws IOException {
    try {
      return Files.readAttributes(plan.file(), BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private boolean hasItsName() throws IOException {
    return Objects.equals(key, keyOfName());
  }

  /** Begins a new file if somebody else, such as logrotate, has moved or deleted this one. */
  void followName() {
    try {
      if (channel != null && !hasItsName()) {
        close();
        open();
      }
    } catch (IOException e) {
      // Who writes next finds out, and says so.
    }
  }

  /** How much more fits before the file is full. */
  long room() {
    return plan.size() - (size - begun);
  }

  boolean isEmpty() {
    return size == begun;
  }

  /** Appends whole lines, all or none. */
  void append(LineBuffer bytes, int lines) {
    try {
      FileChannel open = opened();
      write(open, ByteBuffer.wrap(bytes.bytes(), 0, bytes.length()));
      size += bytes.length();
    } catch (IOException e) {
      lose(lines, e);
      return;
    }
    refused = false;
    if (lost > 0) {
      listener.say(lost + " lines for the log " + plan.file() + " were lost");
      lost = 0;
    }
  }

  private FileChannel opened() throws IOException {
    if (channel == null) {
      open();
    }
    return Objects.requireNonNull(channel);
  }

  private void write(FileChannel open, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
    } catch (IOException e) {
      open.truncate(size); // half a line would run into the next one
      throw e;
    }
  }

  private void lose(int lines, IOException reason) {
    if (!refused) {
      refused = true;
      String said = String.valueOf(reason.getMessage());
      listener.say(
          (said.startsWith("cannot ") ? said : "cannot write the log " + plan.file() + ": " + said)
              + "; lines are lost until it can");
    }
    lost += lines;
    listener.lost(lines);
  }

  /** Puts the full file away and begins an empty one. */
  void rotate() {
    try {
      if (hasItsName()) {
        putAway();
      }
      close();
      open();
    } catch (IOException e) {
      listener.say(
          "cannot rotate the log " + plan.file() + ": " + reason(e) + "; it goes on growing");
      begun = size; // try again when as much has been written once more
    }
  }

  private void putAway() throws IOException {
    if (plan.kept() == 0) {
      Files.deleteIfExists(plan.file());
      return;
    }
    for (int number = plan.kept() - 1; number >= 1; number--) {
      if (Files.exists(numbered(number))) {
        move(numbered(number), numbered(number + 1));
      }
    }
    move(plan.file(), numbered(1));
  }

  private Path numbered(int number) {
    return plan.file().resolveSibling(plan.file().getFileName() + "." + number);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    size = 0;
    begun = 0;
    if (open != null) {
      try {
        open.close();
      } catch (IOException nothingLeft) {
        // The kernel has closed it all the same.
      }
    }
  }
}
