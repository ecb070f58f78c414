package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * Every step makes the target a little more like the new tree. Hard links are what makes it cheap: a
 * file of the target that is the same inode as the new one is in place.
 */
/** Updates a directory that cannot be replaced as a whole, file by file. */
final class JournalSwitch extends RedoSwitch {
  private final Path target;
  private final WorkPlace place;
  private final Disk disk;
  private final Path next;

  JournalSwitch(Path target, WorkPlace place, String why) {
    super(target, place, why);
    this.target = target;
    this.place = place;
    this.disk = place.disk();
    this.next = place.path("next");
  }

  @Override
  void copyTarget(Path copy) throws IOException {
    place.trees().replicate(LiveTree.of(target), copy, place.trees()::link);
    place.syncFileSystem();
  }

  @Override
  void makeLike(Path version) throws IOException {
    makeLike(LiveTree.of(version));
  }

  private void makeLike(LiveTree wanted) throws IOException {
    List<String> directories = new ArrayList<>();
    for (String name : wanted.names()) {
      if (wanted.get(name).isDirectory()) {
        directories.addFirst(name);
        putDirectory(path(name));
      } else {
        putFile(wanted.path(name), wanted.get(name), path(name));
      }
    }
    deleteOthers(wanted);
    for (String name : directories) {
      place.trees().like(path(name), wanted.path(name), wanted.get(name));
    }
    place.syncFileSystem();
  }

  private Path path(String name) {
    return name.equals(Gate.ROOT) ? target : target.resolve(name);
  }

  private void putDirectory(Path path) throws IOException {
    Optional<FileStatus> old = Trees.status(path);
    if (old.isPresent() && !old.get().isDirectory()) {
      disk.delete(path);
    }
    if (old.isEmpty() || !old.get().isDirectory()) {
      disk.createDirectory(path, 0700);
    }
  }

  private void putFile(Path wanted, FileStatus status, Path path) throws IOException {
    Optional<FileStatus> old = Trees.status(path);
    if (old.isPresent() && isSame(old.get(), status, path, wanted)) {
      return;
    }
    if (old.isPresent() && old.get().isDirectory()) {
      place.trees().delete(path);
    }
    place.trees().delete(next);
    place.trees().link(wanted, next);
    disk.rename(next, path);
  }

  /** Another inode can only be the same file where there are no hard links. */
  private boolean isSame(FileStatus old, FileStatus wanted, Path path, Path wantedPath)
      throws IOException {
    if (old.inode() == wanted.inode()) {
      return true;
    }
    return wanted.links() == 1
        && old.mode() == wanted.mode()
        && old.owner() == wanted.owner()
        && old.group() == wanted.group()
        && old.size() == wanted.size()
        && old.isRegularFile()
        && place.trees().haveSameXattrs(path, wantedPath)
        && Files.mismatch(path, wantedPath) < 0;
  }

  private void deleteOthers(LiveTree wanted) throws IOException {
    List<String> names = new ArrayList<>(LiveTree.of(target).names());
    for (String name : names.reversed()) {
      if (wanted.find(name) == null) {
        disk.delete(path(name));
      }
    }
  }
}
