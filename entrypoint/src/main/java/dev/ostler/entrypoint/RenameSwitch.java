package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Renames a new file over a single file, in one system call. */
final class RenameSwitch implements Switching {
  private static final String SWITCH = "switch ";
  private static final String BACK = "back ";

  private final Path target;
  private final WorkPlace place;
  private final Path incoming;
  private final Path replaced;
  private final Path previous;

  RenameSwitch(Path target, WorkPlace place) {
    this.target = target;
    this.place = place;
    this.incoming = place.path("new");
    this.replaced = place.path("replaced");
    this.previous = place.path("previous");
  }

  @Override
  public void recover() throws IOException {
    String noted = place.noted().orElse("");
    if (noted.equals(SWITCH + Trees.inode(target))) {
      keepReplaced();
    } else if (noted.equals(BACK + Trees.inode(target))) {
      place.proven();
    }
    place.forget();
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
    if (Trees.exists(target)) {
      place.trees().link(target, replaced);
      place.sync(replaced);
    }
    place.note(SWITCH + Trees.inode(built));
    place.disk().rename(built, target);
    place.sync(target.resolveSibling(""));
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
    place.disk().rename(previous, target);
    place.sync(target.resolveSibling(""));
    place.proven();
    place.forget();
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return Optional.empty();
  }

  private void keepReplaced() throws IOException {
    if (Trees.exists(replaced)) {
      place.disk().rename(replaced, previous);
    }
    place.switched();
  }
}
