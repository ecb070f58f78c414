package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import dev.ostler.linux.PinnedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * When is a file complete? One that was renamed or linked to its place is: it is read at once. One
 * that is written in place is when its writer closes it and leaves it alone for a while. One that
 * was just created has a writer that will close it; if nobody does for long, it is read all the
 * same.
 *
 * What is reported is pinned by a descriptor, so that a later rename cannot change it, and its
 * status is kept, so that a later writer in place cannot either without being noticed.
 */
/** Watches one file and pins what is in it. */
final class FileSource implements Source {
  /** A file as it was at one moment, whatever is at its name by now. */
  private record Pinned(PinnedFile file, FileStatus status) implements Content {
    @Override
    public Path path() {
      return file.path();
    }

    @Override
    public void close() {
      file.close();
    }

    @Override
    public void checkUntouched() throws IOException {
      if (!isSameContent(file.status(), status)) {
        throw new ConfigurationException(
            "cannot read "
                + file.name()
                + ": it was written in place meanwhile; it is read again when its writer is done");
      }
    }
  }

  private static final Duration CREATED_AND_NEVER_CLOSED = Duration.ofSeconds(5);

  private final Path source;
  private final Loop loop;
  private final Duration quiet;
  private final Listener listener;
  private final PathWatch watch;
  private @Nullable Pinned pinned;
  private boolean present;
  private Runnable stopWaiting = () -> {};

  FileSource(Path source, Loop loop, Watches watches, WatchOptions options, Listener listener) {
    this.source = source;
    this.loop = loop;
    this.quiet = options.quiet();
    this.listener = listener;
    this.watch = new PathWatch(watches, loop, source, options, this::look);
  }

  @Override
  public void start() throws IOException {
    watch.start();
    look(PathWatch.Hint.REPLACED);
  }

  private void look(PathWatch.Hint hint) {
    Optional<FileStatus> now = status();
    if (now.isEmpty()) {
      removed();
    } else if (!present || pinned == null || !isSameContent(now.get(), pinned.status())) {
      stopWaiting.run();
      Duration wait = untilComplete(now.get(), hint);
      if (wait.isZero()) {
        pin();
      } else {
        stopWaiting = loop.later(wait, this::pin);
      }
    }
  }

  /** Renames and links change a file's status too; they do not count. */
  private static boolean isSameContent(FileStatus one, FileStatus other) {
    return one.inode() == other.inode()
        && one.device() == other.device()
        && one.size() == other.size()
        && one.modified().equals(other.modified());
  }

  private Duration untilComplete(FileStatus now, PathWatch.Hint hint) {
    boolean samePlace =
        pinned != null
            && pinned.status().inode() == now.inode()
            && pinned.status().device() == now.device();
    return switch (hint) {
      case CREATED -> now.links() > 1 ? Duration.ZERO : CREATED_AND_NEVER_CLOSED;
      case WRITTEN -> quiet;
      case REPLACED -> samePlace ? quiet : Duration.ZERO;
    };
  }

  private Optional<FileStatus> status() {
    try {
      return Optional.of(LinuxFiles.status(source));
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  private void removed() {
    stopWaiting.run();
    if (present) {
      present = false;
      listener.removed();
    }
  }

  private void pin() {
    try {
      PinnedFile file = PinnedFile.open(source);
      Pinned opened = new Pinned(file, file.status());
      present = true;
      pinned = opened;
      listener.changed(opened);
    } catch (IOException e) {
      if (status().isPresent()) {
        listener.unreadable(e);
      } else {
        removed();
      }
    }
  }

  @Override
  public void close() {
    stopWaiting.run();
    watch.close();
  }
}
