package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A tree as text: what a reader can see of it, for comparing whole. */
final class Snapshot {
  private Snapshot() {}

  /** Names with type, mode, owner and content; empty if the tree is not there. */
  static Map<String, String> of(Path root) throws IOException {
    Map<String, String> snapshot = new TreeMap<>();
    if (Files.exists(root)) {
      Path real = root.toRealPath();
      snapshot.put(".", describe(real));
      add(snapshot, real, "");
    }
    return snapshot;
  }

  private static void add(Map<String, String> snapshot, Path directory, String prefix)
      throws IOException {
    for (Path path : Trees.members(directory)) {
      String name = prefix + path.getFileName();
      if (!name.equals(Gate.RESERVED)) {
        snapshot.put(name, describe(path));
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          add(snapshot, path, name + "/");
        }
      }
    }
  }

  private static String describe(Path path) throws IOException {
    FileStatus status = LinuxFiles.linkStatus(path);
    String who = "%o %d:%d ".formatted(status.mode(), status.owner(), status.group());
    if (status.isRegularFile()) {
      return who + Files.readString(path, StandardCharsets.ISO_8859_1);
    }
    return status.isSymbolicLink() ? who + "-> " + Files.readSymbolicLink(path) : who;
  }
}
