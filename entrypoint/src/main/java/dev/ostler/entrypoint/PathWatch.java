package dev.ostler.entrypoint;

import dev.ostler.linux.Inotify.Kind;
import dev.ostler.linux.Inotify.Notice;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * First the way is watched, then it is walked again: only when the second walk finds what the first
 * one has found was nothing replaced in between. Each notice about the way leads to the same again,
 * and then to a look at the end of it, so that what happened before the watch was there is seen.
 */
/** Tells when a name may lead to something else than before, whatever was replaced on the way. */
final class PathWatch implements Watches.Watcher, AutoCloseable {
  /** What may have happened, where a difference is made. */
  enum Hint {
    /** What is there was created or written in place; its writer may not be done. */
    IN_PLACE,
    /** Anything else: renamed, deleted, mounted, or not known. */
    REPLACED
  }

  /** Wants to know. */
  interface Listener {
    /** There may be something else. */
    void lookAgain(Hint hint);

    /** Something keeps the kernel from telling: it is looked at intervals. */
    void troubled(String warning);
  }

  private static final int MOST_ATTEMPTS = 10;
  private static final Set<Kind> TO_CONTENT = Set.of(Kind.WRITTEN, Kind.ATTRIBUTES);

  private final Watches watches;
  private final Loop loop;
  private final Path path;
  private final Duration pollInterval;
  private final Listener listener;
  private final Map<Integer, Set<String>> names = new HashMap<>();
  private Runnable stopPolling = () -> {};
  private @Nullable Path end;
  private int endFolder;
  private boolean polling;
  private boolean open = true;
  // What was noticed and not acted on yet.
  private @Nullable Hint hint;
  private boolean rerouted;

  PathWatch(Watches watches, Loop loop, Path path, WatchOptions options, Listener listener) {
    this.watches = watches;
    this.loop = loop;
    this.path = path.toAbsolutePath();
    this.pollInterval = options.pollInterval();
    this.listener = listener;
  }

  /** Watches the way as it is now; walks it again until it has not changed meanwhile. */
  void arm() {
    end = null;
    @Nullable PathRoute armed = null;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        PathRoute route = PathRoute.to(path);
        if (route.equals(armed)) {
          end = route.end().orElse(null);
          checkPlace();
          return;
        }
        watch(route);
        armed = route;
      } catch (IOException replacedMeanwhile) {
        armed = null;
      }
    }
    poll(path + " is replaced too fast to be watched");
  }

  private void watch(PathRoute route) throws IOException {
    names.clear();
    for (Map.Entry<Path, Set<String>> step : route.names().entrySet()) {
      Set<Kind> kinds = step.getValue().isEmpty() ? PathRoute.ITSELF : PathRoute.ITS_NAMES;
      try {
        int watch = watches.watch(this, step.getKey(), kinds);
        names.computeIfAbsent(watch, _ -> new HashSet<>()).addAll(step.getValue());
        if (step.getKey().equals(route.end().map(Path::getParent).orElse(null))) {
          endFolder = watch;
        }
      } catch (LinuxException refused) {
        if (Lookup.isAbsence(refused)) {
          throw refused;
        }
        poll(String.valueOf(refused.getMessage()));
      }
    }
    watches.keepOnly(this, names.keySet());
  }

  /** Recognises where the kernel does not tell everything. */
  private void checkPlace() {
    if (isShared()) {
      poll(path + " is on a network file system, where other hosts' writes are not told");
    } else if (LinuxFiles.isMountPoint(path) && !Files.isDirectory(path)) {
      poll(
          path
              + " is a file mounted by itself (subPath in Kubernetes), which stays the same when"
              + " the original is replaced: mount its folder instead");
    }
  }

  private boolean isShared() {
    for (Path existing = path; existing != null; existing = existing.getParent()) {
      try {
        return LinuxFiles.isShared(existing);
      } catch (LinuxException notThere) {
        // The folder that is there decides.
      }
    }
    return false;
  }

  @Override
  public boolean noticed(Notice notice) {
    Set<String> interesting = names.get(notice.watch());
    if (interesting == null || !(notice.name().isEmpty() || interesting.contains(notice.name()))) {
      return false;
    }
    boolean toContent = TO_CONTENT.containsAll(notice.kinds());
    rerouted |= !toContent && !isPlainEnd(notice);
    hint = toContent || notice.kinds().contains(Kind.CREATED) ? Hint.IN_PLACE : Hint.REPLACED;
    return true;
  }

  /** The way does not change when a plain file at its end is replaced by another, or by nothing. */
  private boolean isPlainEnd(Notice notice) {
    return end != null
        && notice.watch() == endFolder
        && notice.name().equals(String.valueOf(end.getFileName()))
        && !Files.isSymbolicLink(end);
  }

  @Override
  public void lost() {
    rerouted = true;
    hint = Hint.REPLACED;
  }

  @Override
  public void act() {
    Hint noticed = hint;
    hint = null;
    if (rerouted) {
      rerouted = false;
      arm();
    }
    if (noticed != null) {
      listener.lookAgain(noticed);
    }
  }

  /** Looks at intervals from now on, for want of something better. */
  void poll(String reason) {
    if (!polling && open) {
      polling = true;
      pollLater();
      listener.troubled(reason + "; looking every " + seconds(pollInterval) + " instead");
    }
  }

  private void pollLater() {
    stopPolling =
        loop.later(
            pollInterval,
            () -> {
              pollLater();
              arm();
              listener.lookAgain(Hint.REPLACED);
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
