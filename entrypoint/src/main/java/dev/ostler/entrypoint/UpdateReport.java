package dev.ostler.entrypoint;

import java.time.Duration;
import java.util.List;

/**
 * What an update changes, or has changed.
 *
 * <p>Regular files and symbolic links are listed. A directory is listed if its mode or owner
 * changed, or if it was created or deleted with nothing in it; otherwise its members tell.
 *
 * @param changes sorted by name
 * @param unchanged the names of the files that stay as they are, sorted
 * @param duration from the first look at the source to the end of the last step
 */
public record UpdateReport(List<FileChange> changes, List<String> unchanged, Duration duration) {
  /** Sorts both lists by name. */
  public UpdateReport {
    changes = changes.stream().sorted((one, other) -> one.name().compareTo(other.name())).toList();
    unchanged = unchanged.stream().sorted().toList();
  }

  /**
   * Says whether there is nothing to do.
   *
   * @return whether no file changes
   */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Returns the names of one kind of change.
   *
   * @param kind which changes
   * @return their names, sorted
   */
  public List<String> changed(ChangeKind kind) {
    return changes.stream().filter(change -> change.kind() == kind).map(FileChange::name).toList();
  }

  UpdateReport lasting(Duration whole) {
    return new UpdateReport(changes, unchanged, whole);
  }

  /** Returns the counts in one line. */
  @Override
  public String toString() {
    // Not formatted: that begins with the numbers of a language, while the first child waits.
    return changed(ChangeKind.CREATED).size()
        + " created, "
        + changed(ChangeKind.MODIFIED).size()
        + " modified, "
        + changed(ChangeKind.DELETED).size()
        + " deleted, "
        + unchanged.size()
        + " unchanged in "
        + duration.toMillis()
        + " ms";
  }
}
