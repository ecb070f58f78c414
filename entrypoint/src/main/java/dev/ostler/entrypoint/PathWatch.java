package dev.ostler.entrypoint;

import dev.ostler.linux.Inotify.Kind;
import dev.ostler.linux.Inotify.Notice;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells when a name may lead to something else than before, whatever was replaced on the way. */
final class PathWatch implements Watches.Watcher, AutoCloseable {
  /** Why to look again. */
  enum Hint {
    /** A name was created; its writer may not be done. */
    CREATED,
    /** A writer has closed the file. */
    WRITTEN,
    /** Anything else: renamed, deleted, moved, or not known. */
    REPLACED
  }

  /** Wants to look again. */
  @FunctionalInterface
  interface Listener {
    void lookAgain(Hint hint);
  }

  private static final int MOST_ATTEMPTS = 10;

  private final Watches watches;
  private final Loop loop;
  private final Path path;
  private final Duration pollInterval;
  private final Listener listener;
  private final Map<Integer, Set<String>> names = new HashMap<>();
  private Runnable stopPolling = () -> {};
  private boolean polling;
  private boolean open = true;

  PathWatch(Watches watches, Loop loop, Path path, WatchOptions options, Listener listener) {
    this.watches = watches;
    this.loop = loop;
    this.path = path.toAbsolutePath();
    this.pollInterval = options.pollInterval();
    this.listener = listener;
  }

  /** Starts watching. */
  void start() throws IOException {
    arm();
    if (isShared(path)) {
      poll(path + " is on a network file system, where other hosts' writes are not told");
    } else if (LinuxFiles.isMountPoint(path)) {
      loop.report(
          new Warning(
              path
                  + " is a file mounted by itself (subPath in Kubernetes), which is never replaced:"
                  + " mount its folder instead"));
    }
  }

  private static boolean isShared(Path path) throws IOException {
    Path existing = path;
    while (!java.nio.file.Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        return false;
      }
      existing = parent;
    }
    return LinuxFiles.isShared(existing);
  }

  /** Watches the way as it is now; walks it again until it has not changed meanwhile. */
  private void arm() throws IOException {
    PathRoute route = PathRoute.to(path);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (watch(route)) {
        PathRoute now = PathRoute.to(path);
        if (now.equals(route)) {
          return;
        }
        route = now;
      } else {
        route = PathRoute.to(path);
      }
    }
    poll(path + " is replaced too fast to be watched");
  }

  /** Returns whether the whole route could be watched; it may have changed under our hands. */
  private boolean watch(PathRoute route) throws IOException {
    names.clear();
    try {
      for (Map.Entry<Path, Set<String>> step : route.names().entrySet()) {
        Set<Kind> kinds = step.getValue().isEmpty() ? PathRoute.ITSELF : PathRoute.ITS_NAMES;
        int watch = watches.watch(this, step.getKey(), kinds);
        names.computeIfAbsent(watch, _ -> new HashSet<>()).addAll(step.getValue());
      }
      watches.keepOnly(this, names.keySet());
      return true;
    } catch (IOException e) {
      if (Watches.isExhausted(e)) {
        poll(String.valueOf(e.getMessage()));
        return true;
      }
      if (java.nio.file.Files.isDirectory(PathRoute.lastFolder(route))) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void noticed(Notice notice) {
    Set<String> interesting = names.get(notice.watch());
    if (interesting == null || !(notice.name().isEmpty() || interesting.contains(notice.name()))) {
      return;
    }
    if (notice.kinds().contains(Kind.WRITTEN)) {
      listener.lookAgain(Hint.WRITTEN);
    } else {
      rearm();
      listener.lookAgain(notice.kinds().contains(Kind.CREATED) ? Hint.CREATED : Hint.REPLACED);
    }
  }

  @Override
  public void lost() {
    rearm();
    listener.lookAgain(Hint.REPLACED);
  }

  private void rearm() {
    try {
      arm();
    } catch (IOException e) {
      poll(String.valueOf(e.getMessage()));
    }
  }

  /** Looks at intervals from now on, for want of something better. */
  private void poll(String reason) {
    if (!polling && open) {
      polling = true;
      loop.report(new Warning(reason + "; looking every " + seconds(pollInterval) + " instead"));
      pollLater();
    }
  }

  private void pollLater() {
    stopPolling =
        loop.later(
            pollInterval,
            () -> {
              listener.lookAgain(Hint.REPLACED);
              if (open) {
                pollLater();
              }
            });
  }

  private static String seconds(Duration interval) {
    return interval.toMillis() % 1000 == 0
        ? interval.toSeconds() + " s"
        : interval.toMillis() + " ms";
  }

  @Override
  public void close() {
    open = false;
    stopPolling.run();
    watches.keepOnly(this, Set.of());
  }
}
