package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/*
 * Every version is a directory of its own, a generation; the previous one is remembered as a link.
 * The journal names the text that the target is about to get. After a crash the target either has
 * that text, then the switch has happened and only the tidying is missing, or it has not.
 */
/** Replaces a target that is a symbolic link by one that leads to a new directory. */
final class SymlinkSwitch implements Switching {
  private static final String SWITCH = "switch ";
  private static final String BACK = "back ";
  private static final String GENERATION = "generation-";

  private final Path target;
  private final WorkPlace place;
  private final Path link;
  private final Path replaced;
  private final Path previous;

  SymlinkSwitch(Path target, WorkPlace place) {
    this.target = target;
    this.place = place;
    this.link = place.path("link");
    this.replaced = place.path("replaced");
    this.previous = place.path("previous-link");
  }

  @Override
  public void recover() throws IOException {
    String noted = place.noted().orElse("");
    if (noted.equals(SWITCH + text(target))) {
      keepReplaced();
    } else if (noted.equals(BACK + text(target))) {
      dropReplaced();
    }
    place.forget();
    place.discard(link);
    place.discard(replaced);
    discardUnused();
  }

  @Override
  public Path incoming() {
    int number = 1;
    while (Trees.exists(generation(number))) {
      number++;
    }
    return generation(number);
  }

  @Override
  public Path live() throws IOException {
    return Files.exists(target) ? target.toRealPath() : target.resolveSibling(text(target));
  }

  @Override
  public void commit(Path built) throws IOException {
    place.disk().symbolicLink(replaced, text(target));
    switchTo(SWITCH, linkText(built));
    keepReplaced();
    discardUnused();
    place.forget();
  }

  @Override
  public boolean hasPrevious() {
    return Trees.exists(previous);
  }

  @Override
  public void rollBack() throws IOException {
    switchTo(BACK, text(previous));
    dropReplaced();
    discardUnused();
    place.forget();
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return Optional.empty();
  }

  private void switchTo(String intention, String text) throws IOException {
    place.disk().symbolicLink(link, text);
    place.note(intention + text);
    place.disk().rename(link, target);
    place.sync(target.resolveSibling(""));
  }

  private void keepReplaced() throws IOException {
    if (Trees.exists(replaced)) {
      place.disk().rename(replaced, previous);
    }
    place.switched();
  }

  private void dropReplaced() throws IOException {
    place.discard(previous);
    place.proven();
  }

  private void discardUnused() throws IOException {
    String live = text(target);
    String kept = hasPrevious() ? text(previous) : live;
    for (Path path : place.members(GENERATION)) {
      String text = linkText(path);
      if (!text.equals(live) && !text.equals(kept)) {
        place.discard(path);
      }
    }
  }

  private Path generation(int number) {
    return place.path(GENERATION + number);
  }

  /** Relative where it can be, so that the link also holds where the directory is mounted. */
  private String linkText(Path generation) {
    Path parent = target.resolveSibling("");
    return (generation.startsWith(parent) ? parent.relativize(generation) : generation).toString();
  }

  private static String text(Path link) throws IOException {
    return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
  }
}
