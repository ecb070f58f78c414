package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/*
 * The journal names the inode that is about to become the target. After a crash the target either
 * is that inode, then the switch has happened and only the tidying is missing, or it is not.
 */
/** Exchanges the target directory with a new one, in one system call. */
final class ExchangeSwitch implements Switching {
  private static final String SWITCH = "switch ";
  private static final String BACK = "back ";
  private static final String REBUILD = "rebuild";

  private final Path target;
  private final WorkPlace place;
  private final Path incoming;
  private final Path previous;
  private final Path rebuilt;

  ExchangeSwitch(Path target, WorkPlace place) {
    this.target = target;
    this.place = place;
    this.incoming = place.path("new");
    this.previous = place.path("previous");
    this.rebuilt = place.path("rebuilt");
  }

  @Override
  public void recover() throws IOException {
    String noted = place.noted().orElse("");
    if (noted.equals(SWITCH + Trees.inode(target))) {
      keepReplaced();
    } else if (noted.equals(BACK + Trees.inode(target))) {
      dropReplaced();
    } else if (noted.equals(REBUILD)) {
      putRebuiltInPlace();
    }
    place.forget();
    place.discard(incoming);
    place.discard(rebuilt);
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
    place.note(SWITCH + Trees.inode(built));
    exchange(built);
    keepReplaced();
    place.forget();
  }

  @Override
  public boolean hasPrevious() {
    return Trees.exists(previous);
  }

  @Override
  public void rollBack() throws IOException {
    place.note(BACK + Trees.inode(previous));
    exchange(previous);
    dropReplaced();
    place.forget();
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return Optional.empty();
  }

  private void exchange(Path other) throws IOException {
    if (Trees.exists(target)) {
      place.disk().exchange(other, target);
    } else {
      place.disk().rename(other, target);
    }
    place.sync(target.resolveSibling(""));
    place.sync(other.resolveSibling(""));
  }

  private void keepReplaced() throws IOException {
    // Nothing there: there was no target before, or a crash came after this.
    if (Trees.exists(incoming)) {
      place.discard(previous);
      place.disk().rename(incoming, previous);
    }
    place.switched();
  }

  private void dropReplaced() throws IOException {
    place.discard(previous);
    place.proven();
  }

  /**
   * Makes the target a directory of its own. One that comes from a lower layer of an overlay cannot
   * be renamed; for a moment it is not there, so this is for the time before anything reads it.
   */
  void rebuild() throws IOException {
    place.trees().replicate(LiveTree.of(target), rebuilt, place.trees()::copy);
    place.syncFileSystem();
    place.note(REBUILD);
    putRebuiltInPlace();
    place.forget();
  }

  private void putRebuiltInPlace() throws IOException {
    if (Trees.exists(rebuilt)) {
      place.trees().delete(target);
      place.disk().rename(rebuilt, target);
      place.sync(target.resolveSibling(""));
    }
  }
}
