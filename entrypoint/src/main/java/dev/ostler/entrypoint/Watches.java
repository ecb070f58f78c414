package dev.ostler.entrypoint;

import dev.ostler.linux.Inotify;
import dev.ostler.linux.Inotify.Kind;
import dev.ostler.linux.Inotify.Notice;
import dev.ostler.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * All paths share one inotify instance (the kernel allows a user few), and two paths of one
 * directory share one watch, because the kernel makes no difference between them. Watches only grow
 * in what they tell; they end with their last user.
 */
/** Who wants to know about which directory. */
final class Watches implements AutoCloseable {
  /** Somebody who wants to know. First all is told, then all act: a burst is acted on once. */
  interface Watcher {
    /**
     * Something happened in a directory, or to it if the name is empty.
     *
     * @return whether something follows from it
     */
    boolean noticed(Notice notice);

    /** Anything may have happened. */
    void lost();

    /** Does what follows from what was told since the last call. */
    void act();
  }

  private final Loop loop;
  private final Map<Integer, Set<Watcher>> users = new HashMap<>();
  private final Set<Watcher> watchers = new LinkedHashSet<>();
  private @Nullable Inotify inotify;
  private @Nullable MountTable mounts;
  private long rescans;

  Watches(Loop loop) {
    this.loop = loop;
  }

  /**
   * Watches directories for somebody; watches of theirs that are not needed any more end with
   * {@link #keepOnly}.
   *
   * @return the number of the watch
   */
  int watch(Watcher watcher, Path directory, Set<Kind> kinds) throws IOException {
    int watch = instance().watch(directory.toString(), kinds);
    users.computeIfAbsent(watch, _ -> new HashSet<>()).add(watcher);
    watchers.add(watcher);
    return watch;
  }

  private Inotify instance() throws IOException {
    if (inotify == null) {
      Inotify opening = Inotify.open();
      loop.watch(opening, () -> dispatch(opening.read()));
      inotify = opening;
      watchMounts();
    }
    return inotify;
  }

  /** A mount that covers a watched directory is told by the mount table alone. */
  private void watchMounts() {
    try {
      MountTable table = MountTable.open();
      loop.watch(table, this::lookAgain);
      mounts = table;
    } catch (IOException noProc) {
      loop.report(
          new Warning(noProc.getMessage() + "; a mount over a watched directory goes unnoticed"));
    }
  }

  private void dispatch(List<Notice> notices) {
    Set<Watcher> told = new LinkedHashSet<>();
    for (Notice notice : notices) {
      if (notice.kinds().contains(Kind.OVERFLOW)) {
        rescans++;
        watchers.forEach(Watcher::lost);
        told.addAll(watchers);
      } else {
        tell(notice, told);
      }
    }
    told.forEach(Watcher::act);
  }

  private void tell(Notice notice, Set<Watcher> told) {
    for (Watcher watcher : users.getOrDefault(notice.watch(), Set.of())) {
      if (watcher.noticed(notice)) {
        told.add(watcher);
      }
    }
    if (notice.kinds().contains(Kind.WATCH_ENDED)) {
      users.remove(notice.watch());
    }
  }

  private void lookAgain() {
    watchers.forEach(Watcher::lost);
    new ArrayList<>(watchers).forEach(Watcher::act);
  }

  /** Ends somebody's watches but for some. */
  void keepOnly(Watcher watcher, Set<Integer> kept) {
    for (Integer watch : new ArrayList<>(users.keySet())) {
      if (!kept.contains(watch)) {
        end(watcher, watch);
      }
    }
    if (kept.isEmpty()) {
      watchers.remove(watcher);
    }
  }

  private void end(Watcher watcher, Integer watch) {
    Set<Watcher> interested = users.getOrDefault(watch, Set.of());
    if (interested.remove(watcher) && interested.isEmpty()) {
      users.remove(watch);
      if (inotify != null) {
        inotify.unwatch(watch);
      }
    }
  }

  /** How often the kernel has lost notices. */
  long rescans() {
    return rescans;
  }

  @Override
  public void close() {
    if (inotify != null) {
      loop.unwatch(inotify);
      inotify.close();
      inotify = null;
    }
    if (mounts != null) {
      loop.unwatch(mounts);
      mounts.close();
      mounts = null;
    }
  }
}
