package dev.ostler.entrypoint;

import dev.ostler.linux.Inotify.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * A name leads to a file by way of directories and symbolic links, and any of them may be replaced:
 * ConfigMap volumes swap a link in the middle, a remount swaps a directory. So the way is walked as
 * the kernel walks it, and each directory on it is watched for what could lead elsewhere: a plain
 * directory for being moved or deleted itself, a directory that holds a link, the last name, or a
 * name that is not there yet, for what happens to that name.
 */
/**
 * The way from the root to a file, and what must be watched to learn that it leads elsewhere.
 *
 * @param names the folders on the way with the names in them that matter
 * @param end where the way leads, if all folders on it are there
 */
record PathRoute(Map<Path, Set<String>> names, Optional<Path> end) {
  /** What is told of every directory on the way. */
  static final Set<Kind> ITSELF = EnumSet.of(Kind.SELF_MOVED, Kind.SELF_DELETED, Kind.UNMOUNTED);

  /** What is told of a directory whose names matter. */
  static final Set<Kind> ITS_NAMES =
      EnumSet.of(
          Kind.SELF_MOVED,
          Kind.SELF_DELETED,
          Kind.UNMOUNTED,
          Kind.CREATED,
          Kind.DELETED,
          Kind.MOVED_AWAY,
          Kind.MOVED_HERE,
          Kind.WRITTEN,
          Kind.ATTRIBUTES);

  private static final int MOST_LINKS = 40; // the kernel's own limit

  static PathRoute to(Path path) throws IOException {
    Map<Path, Set<String>> names = new LinkedHashMap<>();
    Deque<Path> rest = new ArrayDeque<>();
    path.toAbsolutePath().forEach(rest::add);
    Path current = path.getFileSystem().getPath("/");
    Optional<Path> end = Optional.empty();
    int links = 0;
    while (!rest.isEmpty()) {
      Path name = rest.pop();
      names.computeIfAbsent(current, _ -> new HashSet<>());
      Path next = current.resolve(name).normalize();
      if (Files.isSymbolicLink(next)) {
        names.get(current).add(name.toString());
        if (++links > MOST_LINKS) {
          break;
        }
        Path target = Files.readSymbolicLink(next);
        pushAll(rest, target);
        current = target.isAbsolute() ? target.getRoot() : current;
      } else if (!rest.isEmpty() && Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        current = next;
      } else {
        names.get(current).add(name.toString());
        end = rest.isEmpty() ? Optional.of(next) : Optional.empty();
        break;
      }
    }
    return new PathRoute(names, end);
  }

  private static void pushAll(Deque<Path> rest, Path target) {
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      rest.push(target.getName(i));
    }
  }

  // What a record has by itself is made at its first use: 8 ms before the first child starts.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathRoute that && names.equals(that.names) && end.equals(that.end);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + end.hashCode();
  }
}
