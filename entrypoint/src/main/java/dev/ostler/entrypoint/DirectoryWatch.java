package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.Inotify.Kind;
import dev.ostler.linux.Inotify.Notice;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A Kubernetes volume is switched at once and read at once. In a plain directory every folder is
 * watched for every name, and it counts as complete when all has been quiet for a while.
 */
/** Watches a directory of configuration files. */
final class DirectoryWatch implements Source, Watches.Watcher, PathWatch.Listener {
  private static final Set<Kind> ANYTHING =
      EnumSet.of(
          Kind.CREATED,
          Kind.DELETED,
          Kind.MOVED_AWAY,
          Kind.MOVED_HERE,
          Kind.WRITTEN,
          Kind.ATTRIBUTES);

  /** So many members are looked at before anything else has its turn: some milliseconds. */
  private static final int PART = 500;

  /** The directory itself: its members are read when asked for. */
  private record Members(Path path, int most, DirectoryState state) implements Content {
    @Override
    public void checkUntouched(BooleanSupplier wanted) throws IOException {
      // A volume's generation is resolved once per pass, and never written to.
      if (!state.isVolume() && !isAsItWas(wanted)) {
        throw new SourceChangedException(
            "cannot read " + path + ": it has changed; it is read again when it is at rest");
      }
    }

    private boolean isAsItWas(BooleanSupplier wanted) throws IOException {
      return state.equals(DirectoryState.of(path, most, wanted));
    }

    @Override
    public boolean isSuperseded(BooleanSupplier wanted) {
      try {
        return !isAsItWas(wanted);
      } catch (IOException changing) {
        return Files.isDirectory(path);
      }
    }

    @Override
    public void close() {}
  }

  private final Path source;
  private final int most;
  private final Loop loop;
  private final Watches watches;
  private final Settling settling;
  private final Listener listener;
  private final PathWatch itself;
  private final Set<Integer> folders = new HashSet<>();
  // What was reported last: nothing, a state, or why it cannot be read.
  private @Nullable DirectoryState known;
  private String refusal = "";
  private @Nullable DirectoryState seen;
  private Optional<Duration> changing = Optional.empty(); // since when
  private Runnable stopWaiting = () -> {};
  private boolean isOwed; // whatever it looks like
  private @Nullable DirectoryScan scan; // while it goes on
  private boolean isStale; // what it finds, for something has changed meanwhile

  /**
   * To be started.
   *
   * @param most how many members it may have, with those of its folders
   */
  DirectoryWatch(
      Path source, int most, Loop loop, Watches watches, WatchOptions options, Listener listener) {
    this.source = source;
    this.most = most;
    this.loop = loop;
    this.watches = watches;
    this.settling = options.settling();
    this.listener = listener;
    Path link = source.resolve(DirectoryState.VOLUME_LINK);
    this.itself = new PathWatch(watches, loop, link, options, this);
  }

  @Override
  public void start() {
    itself.arm();
    look();
  }

  @Override
  public void troubled(String warning) {
    loop.report(new Warning(warning));
  }

  @Override
  public void lookAgain(PathWatch.Hint hint) {
    if (scan == null) {
      look();
    } else {
      isStale = true;
    }
  }

  private void look() {
    stopWaiting.run();
    endScan();
    attempt(() -> {
      Optional<FileStatus> found = Lookup.status(source);
      if (found.isEmpty()) {
        removed();
      } else if (found.get().isDirectory()) {
        folders.clear();
        isStale = false;
        DirectoryScan begun = new DirectoryScan(source, most, this::watchFolder);
        scan = begun;
        goOn(begun);
      } else {
        refused(new ConfigurationException("cannot read " + source + ": it is not a directory"));
      }
    });
  }

  /** Part by part: signals are forwarded, and whoever asks is answered, in between. */
  private void goOn(DirectoryScan begun) throws IOException {
    if (!begun.advance(PART)) {
      stopWaiting = loop.later(Duration.ZERO, () -> attempt(() -> goOn(begun)));
      return;
    }
    scan = null;
    watches.keepOnly(this, folders);
    DirectoryState now = begun.state();
    if (isStale && !isOverdue()) {
      seen = now;
      awaitRest();
    } else {
      look(now);
    }
  }

  private void endScan() {
    if (scan != null) {
      scan.close();
      scan = null;
    }
  }

  /** Part of a look. */
  private interface Part {
    void run() throws IOException;
  }

  private void attempt(Part part) {
    try {
      part.run();
    } catch (LinuxException refused) {
      if (Lookup.isAbsence(refused)) {
        awaitRest();
      } else {
        refused(refused);
      }
    } catch (NoSuchFileException | NotDirectoryException removedMeanwhile) {
      awaitRest();
    } catch (IOException refused) {
      refused(refused);
    } catch (OutOfMemoryError tooMuch) {
      refused(
          new ConfigurationException(
              "cannot read " + source + ": its members take more memory than there is", tooMuch));
    }
  }

  /** Every folder is watched before it is listed: what comes later is told. */
  private void watchFolder(Path folder) throws IOException {
    try {
      folders.add(watches.watch(this, folder, ANYTHING));
    } catch (LinuxException refused) {
      if (Lookup.isAbsence(refused)) {
        throw refused;
      }
      itself.poll(String.valueOf(refused.getMessage()));
    }
  }

  private void look(DirectoryState now) {
    refusal = "";
    if (now.equals(known) && !isOwed) {
      seen = null;
      changing = Optional.empty();
    } else if (now.isVolume() || isAtRest(now) || isOverdue()) {
      seen = null;
      changing = Optional.empty();
      known = now;
      isOwed = false;
      listener.changed(new Members(source, most, now));
    } else {
      seen = now;
      awaitRest();
    }
  }

  /** By the clock or, should somebody set the clock, by two looks. */
  private boolean isAtRest(DirectoryState now) {
    return now.equals(seen) || !now.hasChangedSince(Instant.now().minus(settling.quiet()));
  }

  private boolean isOverdue() {
    return changing.isPresent() && settling.isOverdue(loop.time().minus(changing.get()));
  }

  private void awaitRest() {
    stopWaiting.run();
    endScan();
    Duration since = changing.orElseGet(loop::time);
    changing = Optional.of(since);
    stopWaiting = loop.later(settling.untilNextLook(loop.time().minus(since)), this::look);
  }

  private void removed() {
    seen = null;
    changing = Optional.empty();
    refusal = "";
    watches.keepOnly(this, Set.of());
    if (known != null) {
      known = null;
      listener.removed();
    }
  }

  private void refused(IOException reason) {
    endScan();
    String message = String.valueOf(reason.getMessage());
    if (!message.equals(refusal)) {
      refusal = message;
      listener.unreadable(reason);
    }
  }

  /** Who has switched it away and back again has left it as it was. */
  @Override
  public void reportAgain() {
    isOwed = true;
    lookWhenAtRest();
  }

  private void lookWhenAtRest() {
    if (scan == null) {
      awaitRest();
    } else {
      isStale = true;
    }
  }

  @Override
  public boolean noticed(Notice notice) {
    lookWhenAtRest();
    return false;
  }

  @Override
  public void lost() {}

  @Override
  public void act() {}

  @Override
  public void close() {
    stopWaiting.run();
    endScan();
    itself.close();
    watches.keepOnly(this, Set.of());
  }
}
