package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/*
 * The whole new content is on the disk before the first byte of the target changes, so that a crash
 * is answered by writing it again from the start.
 */
/** Overwrites a single file that keeps its inode because something is mounted on it. */
final class OverwriteSwitch implements Switching {
  private static final String FORWARD = "forward";
  private static final String BACK = "back";

  private final Path target;
  private final WorkPlace place;
  private final String why;
  private final Path incoming;
  private final Path replaced;
  private final Path previous;

  OverwriteSwitch(Path target, WorkPlace place, String why) {
    this.target = target;
    this.place = place;
    this.why = why;
    this.incoming = place.path("new");
    this.replaced = place.path("replaced");
    this.previous = place.path("previous");
  }

  @Override
  public void recover() throws IOException {
    String noted = place.noted().orElse("");
    if (noted.equals(FORWARD)) {
      forward();
    } else if (noted.equals(BACK)) {
      back();
    }
    place.discard(incoming);
    place.discard(replaced);
  }

  @Override
  public Path incoming() {
    return incoming;
  }

  @Override
  public Path live() {
    return target;
  }

  @Override
  public void commit(Path built) throws IOException {
    place.trees().copy(target, replaced);
    place.sync(replaced);
    place.note(FORWARD);
    forward();
    place.discard(incoming);
  }

  @Override
  public boolean hasPrevious() {
    return Trees.exists(previous);
  }

  @Override
  public void rollBack() throws IOException {
    place.note(BACK);
    back();
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return Optional.of(why);
  }

  private void forward() throws IOException {
    overwrite(incoming);
    if (Trees.exists(replaced)) {
      place.disk().rename(replaced, previous);
    }
    place.switched();
    place.forget();
  }

  private void back() throws IOException {
    overwrite(previous);
    place.proven();
    place.forget();
    place.discard(previous);
  }

  private void overwrite(Path wanted) throws IOException {
    try (FileChannel from = FileChannel.open(wanted, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
      place.trees().copy(from, to, target);
      place.disk().truncate(to, from.size(), target);
    }
    place.sync(target);
  }
}
