package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Overwrites a single file that keeps its inode because something is mounted on it. */
final class OverwriteSwitch extends RedoSwitch {
  private final Path target;
  private final WorkPlace place;

  OverwriteSwitch(Path target, WorkPlace place, String why) {
    super(target, place, why);
    this.target = target;
    this.place = place;
  }

  @Override
  void copyTarget(Path copy) throws IOException {
    place.trees().copy(target, copy);
    place.sync(copy);
  }

  @Override
  void makeLike(Path wanted) throws IOException {
    try (FileChannel from = FileChannel.open(wanted, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
      place.trees().copy(from, to, target);
      place.disk().truncate(to, from.size(), target);
    }
    place.sync(target);
  }
}
