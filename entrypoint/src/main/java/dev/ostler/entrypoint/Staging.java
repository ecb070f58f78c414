package dev.ostler.entrypoint;

import dev.ostler.entrypoint.Member.Attributes;
import dev.ostler.entrypoint.Member.Directory;
import dev.ostler.entrypoint.Member.HardLink;
import dev.ostler.entrypoint.Member.RegularFile;
import dev.ostler.entrypoint.Member.SymbolicLink;
import dev.ostler.entrypoint.Member.Unsupported;
import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a new version of a tree beside the live one. What is equal is linked from the live tree
 * and thereby keeps inode and time; a linked file is never written to.
 */
final class Staging implements TreeSource.Sink {
  private static final int PRIVATE = 0700;
  private static final int USUAL_DIRECTORY = 0755;

  private final long started;
  private final Disk disk;
  private final Trees trees;
  private final Gate gate;
  private final LiveTree live;
  private final Path root;
  private final FileStager files;
  private final Changes changes;
  private final Map<String, Optional<Attributes>> directories =
      new TreeMap<>(Collections.reverseOrder());
  private final List<Path> unsynced = new ArrayList<>();

  /**
   * Begins with an empty tree.
   *
   * @param root a name that is not there
   */
  Staging(long started, Trees trees, Gate gate, LiveTree live, Path root, FileStager files)
      throws IOException {
    this.started = started;
    this.disk = trees.disk();
    this.trees = trees;
    this.gate = gate;
    this.live = live;
    this.root = root;
    this.files = files;
    this.changes = new Changes(live);
    disk.createDirectory(root, PRIVATE);
    directories.put(Gate.ROOT, Optional.empty());
  }

  @Override
  public void accept(Member unchecked, InputStream content) throws IOException {
    Member member = gate.check(unchecked);
    for (String parent : gate.missingParents(member.name())) {
      createDirectory(parent, Optional.empty());
    }
    switch (member) {
      case Directory directory -> createDirectory(directory.name(), directory.attributes());
      case RegularFile file -> file(file, content);
      case SymbolicLink link -> symbolicLink(link);
      case HardLink link -> hardLink(link);
      case Unsupported unsupported ->
          throw new AssertionError("internal error: not refused: " + unsupported);
    }
  }

  /** Ends the tree: what has no member in it now is deleted by it. */
  StagedTree finish() throws IOException {
    for (Map.Entry<String, Optional<Attributes>> directory : directories.entrySet()) {
      finish(directory.getKey(), directory.getValue());
    }
    changes.addDeleted();
    Duration duration = Duration.ofNanos(System.nanoTime() - started);
    return new StagedTree(root, changes.report(duration), unsynced, started);
  }

  private Path path(String name) {
    return name.equals(Gate.ROOT) ? root : root.resolve(name);
  }

  private void createDirectory(String name, Optional<Attributes> attributes) throws IOException {
    // A directory may get its own entry after the first of its members.
    if (directories.put(name, attributes) == null) {
      disk.createDirectory(path(name), PRIVATE);
    }
  }

  private void file(RegularFile file, InputStream content) throws IOException {
    Path path = path(file.name());
    @Nullable FileStatus old = live.find(file.name());
    if (old == null || !old.isRegularFile()) {
      String digest = files.write(file, path, content);
      wrote(file.name(), path, old, Set.of(), digest);
      return;
    }
    Set<Aspect> aspects = files.differences(old, live.path(file.name()), file.attributes());
    Path oldPath = live.path(file.name());
    Optional<String> digest = files.writeUnlessEqual(file, path, content, oldPath, old.size());
    if (digest.isPresent()) {
      aspects.add(Aspect.CONTENT);
      wrote(file.name(), path, old, aspects, digest.get());
    } else if (aspects.isEmpty()) {
      keep(file.name());
    } else {
      wrote(file.name(), path, old, aspects, files.write(file, path, oldPath));
    }
  }

  private void wrote(
      String name, Path path, @Nullable FileStatus old, Set<Aspect> aspects, String digest)
      throws IOException {
    unsynced.add(path);
    changes.add(name, old, aspects, Optional.of(digest));
  }

  private void symbolicLink(SymbolicLink link) throws IOException {
    @Nullable FileStatus old = live.find(link.name());
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (old != null && old.isSymbolicLink()) {
      aspects = files.differences(old, link.attributes());
      aspects.remove(Aspect.MODE);
      Path oldText = Files.readSymbolicLink(live.path(link.name()));
      if (!oldText.equals(Path.of(link.text()))) {
        aspects.add(Aspect.LINK);
      }
      if (aspects.isEmpty()) {
        keep(link.name());
        return;
      }
    }
    files.writeLink(link, path(link.name()));
    changes.add(link.name(), old, aspects, Optional.empty());
  }

  private void hardLink(HardLink link) throws IOException {
    Path first = path(link.existing());
    FileStatus wanted = LinuxFiles.linkStatus(first);
    @Nullable FileStatus old = live.find(link.name());
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (old != null && old.isRegularFile()) {
      aspects = files.differences(old, wanted, live.path(link.name()), first);
      if (aspects.isEmpty()) {
        keep(link.name());
        return;
      }
    }
    trees.link(first, path(link.name()));
    wrote(link.name(), path(link.name()), old, aspects, FileStager.digest(first));
  }

  private void keep(String name) throws IOException {
    trees.link(live.path(name), path(name));
    changes.addUnchanged(name);
  }

  private void finish(String name, Optional<Attributes> given) throws IOException {
    Path path = path(name);
    @Nullable FileStatus old = live.find(name);
    boolean stays = old != null && old.isDirectory();
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (given.isPresent()) {
      files.apply(path, given.get());
      if (old != null && stays) {
        aspects = files.differences(old, live.path(name), given.get());
      }
    } else if (old != null && stays) {
      trees.like(path, live.path(name), old);
    } else {
      disk.mode(path, USUAL_DIRECTORY);
    }
    unsynced.add(path);
    changes.addDirectory(name, old, aspects);
  }
}
