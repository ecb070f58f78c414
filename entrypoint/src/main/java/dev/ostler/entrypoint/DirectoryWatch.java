package dev.ostler.entrypoint;

import dev.ostler.linux.Inotify.Kind;
import dev.ostler.linux.Inotify.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/*
 * The kubelet fills a new folder and then renames the link ..data to it: one rename is one change
 * of all files, and the only thing to watch. In a plain directory every folder is watched for every
 * name, and files count as complete when all has been quiet for a while.
 */
/** Watches a directory of configuration files. */
final class DirectoryWatch implements Source, Watches.Watcher {
  private static final String VOLUME_LINK = "..data";
  private static final Set<Kind> ANYTHING =
      EnumSet.of(
          Kind.CREATED,
          Kind.DELETED,
          Kind.MOVED_AWAY,
          Kind.MOVED_HERE,
          Kind.WRITTEN,
          Kind.ATTRIBUTES);

  /** The directory itself: its members are read when asked for. */
  private record Members(Path path) implements Content {
    @Override
    public void checkUntouched() {}

    @Override
    public void close() {}
  }

  private final Path source;
  private final Loop loop;
  private final Watches watches;
  private final Duration quiet;
  private final Listener listener;
  private final PathWatch itself;
  private final Set<Integer> folders = new HashSet<>();
  private Runnable stopWaiting = () -> {};
  private String generation = "";
  private boolean present;

  DirectoryWatch(Path source, Loop loop, Watches watches, WatchOptions options, Listener listener) {
    this.source = source;
    this.loop = loop;
    this.watches = watches;
    this.quiet = options.quiet();
    this.listener = listener;
    this.itself =
        new PathWatch(watches, loop, source.resolve(VOLUME_LINK), options, _ -> look(false));
  }

  @Override
  public void start() throws IOException {
    itself.start();
    look(true);
  }

  private void look(boolean first) {
    if (!Files.isDirectory(source)) {
      if (present) {
        present = false;
        generation = "";
        listener.removed();
      }
      return;
    }
    boolean wasThere = present;
    present = true;
    if (isVolume()) {
      lookAtVolume();
    } else {
      watchFolders();
      if (first || !wasThere) {
        listener.changed(new Members(source));
      } else {
        changedAfterQuiet();
      }
    }
  }

  private boolean isVolume() {
    return Files.isSymbolicLink(source.resolve(VOLUME_LINK));
  }

  private void lookAtVolume() {
    try {
      String now = Files.readSymbolicLink(source.resolve(VOLUME_LINK)).toString();
      if (!now.equals(generation)) {
        generation = now;
        listener.changed(new Members(source));
      }
    } catch (IOException e) {
      listener.unreadable(e);
    }
  }

  private void watchFolders() {
    folders.clear();
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || path.equals(source)) {
          folders.add(watches.watch(this, path, ANYTHING));
        }
      }
      watches.keepOnly(this, folders);
    } catch (IOException | java.io.UncheckedIOException e) {
      loop.report(new Warning("cannot watch all of " + source + ": " + e.getMessage()));
    }
  }

  private void changedAfterQuiet() {
    stopWaiting.run();
    stopWaiting =
        loop.later(
            quiet,
            () -> {
              watchFolders();
              listener.changed(new Members(source));
            });
  }

  @Override
  public void noticed(Notice notice) {
    if (present && !isVolume()) {
      changedAfterQuiet();
    }
  }

  @Override
  public void lost() {
    look(false);
  }

  @Override
  public void close() {
    stopWaiting.run();
    itself.close();
    watches.keepOnly(this, Set.of());
  }
}
