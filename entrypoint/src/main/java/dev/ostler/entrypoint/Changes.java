package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a new tree changes in the live one. */
final class Changes {
  private final LiveTree live;
  private final List<FileChange> changes = new ArrayList<>();
  private final List<String> unchanged = new ArrayList<>();
  private final Set<String> present = new HashSet<>();
  private final Set<String> parents = new HashSet<>();

  Changes(LiveTree live) {
    this.live = live;
  }

  void addUnchanged(String name) {
    seen(name);
    unchanged.add(name);
  }

  /**
   * Adds a file or symbolic link that was written.
   *
   * @param old what is live under the name
   * @param aspects in what the two differ; anything if nothing of that type is live
   */
  void add(String name, @Nullable FileStatus old, Set<Aspect> aspects, Optional<String> digest)
      throws IOException {
    seen(name);
    if (old == null) {
      changes.add(created(name, digest));
    } else {
      Set<Aspect> known = aspects.isEmpty() ? Set.of(Aspect.TYPE) : aspects;
      Optional<String> before = FileStager.digest(live.path(name), old);
      changes.add(new FileChange(name, ChangeKind.MODIFIED, known, before, digest));
    }
  }

  /** Adds a directory once all of its members have been added. */
  void addDirectory(String name, @Nullable FileStatus old, Set<Aspect> aspects) throws IOException {
    boolean empty = !parents.contains(name);
    seen(name);
    if (old == null) {
      if (empty && !name.equals(Gate.ROOT)) {
        changes.add(created(name, Optional.empty()));
      }
    } else if (!old.isDirectory()) {
      add(name, old, Set.of(Aspect.TYPE), Optional.empty());
    } else if (!aspects.isEmpty()) {
      add(name, old, aspects, Optional.empty());
    }
  }

  /** Adds everything live that was not seen. */
  void addDeleted() throws IOException {
    Set<String> filled = new HashSet<>();
    live.names().forEach(name -> filled.add(parent(name)));
    for (String name : live.names()) {
      FileStatus old = live.get(name);
      if (!present.contains(name) && !(old.isDirectory() && filled.contains(name))) {
        Optional<String> before = FileStager.digest(live.path(name), old);
        changes.add(new FileChange(name, ChangeKind.DELETED, Set.of(), before, Optional.empty()));
      }
    }
  }

  UpdateReport report(Duration duration) {
    return new UpdateReport(changes, unchanged, duration);
  }

  private void seen(String name) {
    present.add(name);
    parents.add(parent(name));
  }

  private static FileChange created(String name, Optional<String> digest) {
    return new FileChange(name, ChangeKind.CREATED, Set.of(), Optional.empty(), digest);
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? Gate.ROOT : name.substring(0, slash);
  }
}
