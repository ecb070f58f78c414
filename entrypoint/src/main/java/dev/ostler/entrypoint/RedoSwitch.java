package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/*
 * The whole new version is on the disk before the first byte of the target changes: it is the redo
 * log. Once the intention is written down, a crash is answered by taking all the steps again, and a
 * step that was already taken changes nothing; before that, by forgetting the new version.
 */
/** Changes a target in place that cannot be replaced as a whole, in steps that can be repeated. */
abstract sealed class RedoSwitch implements Switching permits JournalSwitch, OverwriteSwitch {
  private static final String FORWARD = "forward";
  private static final String BACK = "back";

  private final Path target;
  private final WorkPlace place;
  private final String why;
  private final Path incoming;
  private final Path replaced;
  private final Path previous;

  /**
   * @param why readers can see a mix of old and new, and what to change
   */
  RedoSwitch(Path target, WorkPlace place, String why) {
    this.target = target;
    this.place = place;
    this.why = why;
    this.incoming = place.path("new");
    this.replaced = place.path("replaced");
    this.previous = place.path("previous");
  }

  /** Makes a second version like the target, and has it on the disk. */
  abstract void copyTarget(Path copy) throws IOException;

  /** Makes the target like a version, and has it on the disk. To be repeated after a crash. */
  abstract void makeLike(Path version) throws IOException;

  @Override
  public final void recover() throws IOException {
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
  public final Path incoming() {
    return incoming;
  }

  @Override
  public final Path live() {
    return target;
  }

  @Override
  public final void commit(Path built) throws IOException {
    if (Trees.exists(target)) {
      copyTarget(replaced);
    }
    place.note(FORWARD);
    forward();
    place.discard(incoming);
  }

  @Override
  public final boolean hasPrevious() {
    return Trees.exists(previous);
  }

  @Override
  public final void rollBack() throws IOException {
    place.note(BACK);
    back();
  }

  @Override
  public final Optional<String> whyNotAtomic() {
    return Optional.of(why);
  }

  private void forward() throws IOException {
    makeLike(incoming);
    // Not there: there was no target before, or a crash came after this.
    if (Trees.exists(replaced)) {
      place.discard(previous);
      place.disk().rename(replaced, previous);
    }
    place.switched();
    place.forget();
  }

  private void back() throws IOException {
    makeLike(previous);
    place.proven();
    place.forget();
    place.discard(previous);
  }
}
