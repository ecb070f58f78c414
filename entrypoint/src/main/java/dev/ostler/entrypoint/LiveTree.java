package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is in a directory now: everything that an update compares with, deletes or copies. */
final class LiveTree {
  private final Path root;
  private final BooleanSupplier wanted;
  private final SortedMap<String, FileStatus> members = new TreeMap<>();

  private LiveTree(Path root, BooleanSupplier wanted) {
    this.root = root;
    this.wanted = wanted;
  }

  /** Looks at a whole tree, however long that takes. */
  static LiveTree of(Path root) throws IOException {
    return of(root, () -> true);
  }

  /**
   * Looks at a whole tree.
   *
   * @param root a directory; if it is not there the tree is empty, even without a root
   * @param wanted for how long that is of interest
   * @throws ConfigurationException if there is something that an update cannot keep, or nobody
   *     wants to know any longer
   */
  static LiveTree of(Path root, BooleanSupplier wanted) throws IOException {
    LiveTree tree = new LiveTree(root, wanted);
    Optional<FileStatus> status = Trees.status(root);
    if (status.isPresent()) {
      tree.members.put(Gate.ROOT, status.get());
      tree.walk(root, "", status.get().device());
    }
    return tree;
  }

  private void walk(Path directory, String prefix, long device) throws IOException {
    for (Path path : Trees.members(directory)) {
      WantedInput.require(wanted);
      String name = prefix + path.getFileName();
      if (name.equals(Gate.RESERVED)) {
        continue;
      }
      requireWritten(path, name);
      FileStatus status = LinuxFiles.linkStatus(path);
      requireOrdinary(path, status, device);
      members.put(name, status);
      if (status.isDirectory()) {
        walk(path, name + "/", device);
      }
    }
  }

  private void requireWritten(Path path, String name) throws ConfigurationException {
    // Put in the place of bytes that are not a character: the name leads nowhere.
    if (name.indexOf('\uFFFD') >= 0) {
      throw new ConfigurationException(
          "cannot update %s: the name %s in it is not UTF-8, or Java was started without LC_ALL=C.UTF-8"
              .formatted(root, Gate.quoted(path.toString())));
    }
  }

  // On overlayfs only directories have the device of the mount.
  private void requireOrdinary(Path path, FileStatus status, long device)
      throws ConfigurationException {
    if (status.mountPoint() || (status.isDirectory() && status.device() != device)) {
      throw new ConfigurationException(
          "cannot update %s: something is mounted at %s, which an exchange of the directory would hide; mount it outside"
              .formatted(root, path));
    }
    if (!status.isDirectory() && !status.isRegularFile() && !status.isSymbolicLink()) {
      throw new ConfigurationException(
          "cannot update %s: %s is a device, FIFO or socket; have it put somewhere else"
              .formatted(root, path));
    }
  }

  /** All names, directories before their members. */
  Set<String> names() {
    return Collections.unmodifiableSet(members.keySet());
  }

  @Nullable FileStatus find(String name) {
    return members.get(name);
  }

  FileStatus get(String name) {
    FileStatus status = members.get(name);
    if (status == null) {
      throw new AssertionError("internal error: no " + name + " in " + root);
    }
    return status;
  }

  Path path(String name) {
    return root.resolve(name);
  }
}
