package dev.ostler.fleet;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files and folders of a {@link FakeHost} itself, outside of its containers. */
final class FakeDisk {
  /** By path. */
  final NavigableMap<String, FileView> files = new TreeMap<>();

  /** Those that are there though nothing is in them. */
  final Set<String> folders = new HashSet<>(Set.of("/etc", "/srv"));

  boolean hasFolder(String path) {
    return folders.contains(path)
        || Stream.concat(files.keySet().stream(), folders.stream())
            .anyMatch(other -> other.startsWith(path + "/"));
  }

  void removeFile(String path) {
    files.remove(path);
    keepParent(path);
  }

  void removeFolder(String path) {
    folders.remove(path);
    keepParent(path);
  }

  /** It stays, though it was there for what was in it. */
  private void keepParent(String path) {
    folders.add(path.substring(0, path.lastIndexOf('/')));
  }
}
