package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.PinnedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * When is a file complete? One that was renamed or linked to its place is, and is read at once. One
 * that is written in place is when nobody has it open for writing and it has been left alone for a
 * while; so it is if somebody has it open and has not written for long.
 *
 * What is reported is pinned by a descriptor, so that a later rename cannot change it, and its
 * status is kept, so that a later writer in place cannot either without being noticed.
 */
/** Watches one file and pins what is in it. */
final class FileSource implements Source, PathWatch.Listener {
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
    public void checkUntouched(BooleanSupplier wanted) throws IOException {
      if (!isSame(file.status(), status)) {
        throw new SourceChangedException(
            "cannot read "
                + file.name()
                + ": it was written in place meanwhile; it is read again when its writer is done");
      }
    }

    /** What is wrong with it is nobody else's fault: it is held on to. */
    @Override
    public boolean isSuperseded(BooleanSupplier wanted) {
      return false;
    }
  }

  private static final Duration WRITER_IDLE = Duration.ofSeconds(5);

  private final Path source;
  private final Loop loop;
  private final Settling settling;
  private final Listener listener;
  private final PathWatch watch;
  // What was reported last: nothing, a file, or why it cannot be read.
  private @Nullable FileStatus known;
  private String refusal = "";
  // What is waited for.
  private @Nullable FileStatus seen;
  private Duration changed = Duration.ZERO;
  private Duration changing = Duration.ZERO; // since when
  private Runnable stopWaiting = () -> {};

  FileSource(Path source, Loop loop, Watches watches, WatchOptions options, Listener listener) {
    this.source = source;
    this.loop = loop;
    this.settling = options.settling();
    this.listener = listener;
    this.watch = new PathWatch(watches, loop, source, options, this);
  }

  @Override
  public void start() {
    watch.arm();
    lookAgain(PathWatch.Hint.REPLACED);
  }

  /** A file that was written to never looks as before. */
  @Override
  public void reportAgain() {}

  @Override
  public void troubled(String warning) {
    loop.report(new Warning(warning));
  }

  @Override
  public void lookAgain(PathWatch.Hint hint) {
    look(hint == PathWatch.Hint.REPLACED);
  }

  private void look(boolean replaced) {
    stopWaiting.run();
    try {
      Optional<FileStatus> found = Lookup.status(source);
      if (found.isPresent()) {
        look(found.get(), replaced);
      } else {
        removed();
      }
    } catch (IOException refused) {
      refused(String.valueOf(refused.getMessage()), refused);
    }
  }

  private void look(FileStatus now, boolean replaced) throws IOException {
    if (!now.isRegularFile()) {
      String message = "cannot read " + source + ": it is not a regular file";
      refused(message, new ConfigurationException(message));
    } else if (known != null && isSame(now, known)) {
      seen = null;
      refusal = "";
    } else {
      boolean complete =
          (isNew(now) && (replaced || now.links() > 1)) || hasRested(now) || isOverdue();
      noteChange(now);
      if (!complete || !pin(now)) {
        await(now);
      }
    }
  }

  /** A second look may come at once: two notices are about one write, or about its mode. */
  private boolean hasRested(FileStatus now) {
    return isSeen(now) && loop.time().minus(changed).compareTo(settling.quiet()) >= 0;
  }

  private boolean isOverdue() {
    return seen != null && settling.isOverdue(loop.time().minus(changing));
  }

  private void noteChange(FileStatus now) {
    if (seen == null) {
      changing = loop.time();
    }
    if (!isSeen(now)) {
      changed = loop.time();
    }
  }

  /** Renames and links change a file's status too; they do not count. */
  private static boolean isSame(FileStatus one, FileStatus other) {
    return isSameFile(one, other)
        && one.size() == other.size()
        && one.modified().equals(other.modified());
  }

  private static boolean isSameFile(FileStatus one, FileStatus other) {
    return one.inode() == other.inode() && one.device() == other.device();
  }

  /** Whether it is another file than what was reported, and than what is waited for. */
  private boolean isNew(FileStatus now) {
    return (known == null || !isSameFile(now, known)) && (seen == null || !isSameFile(now, seen));
  }

  private boolean isSeen(FileStatus now) {
    return seen != null && isSame(now, seen);
  }

  /** Returns false if it is being written, or not what was looked at any more. */
  private boolean pin(FileStatus now) throws IOException {
    PinnedFile file = PinnedFile.open(source);
    try {
      // First its status, then the question for writers: whoever comes later will show.
      FileStatus status = file.status();
      if (!isSame(status, now) || (file.isBeingWritten() && isActive())) {
        file.close();
        return false;
      }
      known = status;
      seen = null;
      refusal = "";
      listener.changed(new Pinned(file, status));
      return true;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Somebody who opens a file for writing and does nothing keeps nobody waiting for ever. */
  private boolean isActive() {
    return loop.time().minus(changed).compareTo(WRITER_IDLE) < 0;
  }

  private void await(FileStatus now) {
    seen = now;
    Duration delay = settling.untilNextLook(loop.time().minus(changing));
    stopWaiting = loop.later(delay, () -> look(false));
  }

  private void removed() {
    seen = null;
    refusal = "";
    if (known != null) {
      known = null;
      listener.removed();
    }
  }

  private void refused(String message, IOException reason) {
    seen = null;
    if (!message.equals(refusal)) {
      refusal = message;
      listener.unreadable(reason);
    }
  }

  @Override
  public void close() {
    stopWaiting.run();
    watch.close();
  }
}
