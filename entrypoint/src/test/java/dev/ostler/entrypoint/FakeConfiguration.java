package dev.ostler.entrypoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that answers every request at once: with success unless the test says otherwise.
 * It changes when the test says so; with simulated files, when its source has changed. Made by
 * {@link FakeEntrypoint}.
 */
public class FakeConfiguration implements ConfigurationHandler {
  private static final UpdateReport NOTHING = new UpdateReport(List.of(), List.of(), Duration.ZERO);

  private final FakeEntrypoint entrypoint;
  private final Path source;
  private final boolean proving;
  private final @Nullable FakeFiles files;
  private UpdateReport next = NOTHING;
  private @Nullable String refusal;
  private boolean present;
  private boolean proven = true;
  private long revision;
  private boolean open = true;

  FakeConfiguration(
      FakeEntrypoint entrypoint, Path source, boolean proving, @Nullable FakeFiles files) {
    this.entrypoint = entrypoint;
    this.source = source;
    this.proving = proving;
    this.files = files;
  }

  /** Tells what has become of the source in the meantime. */
  final void look() {
    if (files != null && open) {
      switch (files.look()) {
        case SAME -> {}
        case CHANGED -> {
          present = true;
          revision++;
          report(new ConfigurationEvent.Changed(this));
        }
        case REMOVED -> remove();
        case UNREADABLE -> refuse(files.trouble());
      }
    }
  }

  /**
   * Lets the source have new content.
   *
   * @param report what an update will report until the next change
   */
  public final void change(UpdateReport report) {
    next = report;
    present = true;
    revision++;
    report(new ConfigurationEvent.Changed(this));
  }

  /**
   * Lets the source have new content.
   *
   * @param created files that an update will report as created; none for no changes
   */
  public final void change(String... created) {
    List<FileChange> changes = List.of(created).stream().map(FakeConfiguration::created).toList();
    change(new UpdateReport(changes, List.of(), Duration.ZERO));
  }

  private static FileChange created(String name) {
    return new FileChange(
        name, ChangeKind.CREATED, java.util.Set.of(), Optional.empty(), Optional.empty());
  }

  /** Lets the source be removed. */
  public final void remove() {
    present = false;
    report(new ConfigurationEvent.Removed(this));
  }

  /**
   * Lets the source be there and not readable.
   *
   * @param message why
   */
  public final void refuse(String message) {
    report(new ConfigurationEvent.Unreadable(this, new ConfigurationException(message)));
  }

  /**
   * Lets the next request fail.
   *
   * @param message why
   */
  public final void failNext(String message) {
    refusal = message;
  }

  @Override
  public final Path source() {
    return source;
  }

  @Override
  public void stage() {
    Path place = Path.of("/staged").resolve("" + revision);
    if (files != null && present) {
      next = files.difference();
      place = files.stage(revision);
    }
    StagedConfiguration staged = new StagedConfiguration(place, next, revision);
    answer("stage " + source, present, new ConfigurationEvent.Staged(this, staged));
  }

  @Override
  public void update() {
    answerUpdate(present);
  }

  @Override
  public void update(StagedConfiguration staged) {
    answerUpdate(staged.revision() == revision);
  }

  private void answerUpdate(boolean possible) {
    if (files != null && possible) {
      next = files.difference();
    }
    boolean changes = possible && refusal == null && !next.isEmpty();
    if (files != null && changes) {
      files.update();
    }
    answer("update " + source, possible, new ConfigurationEvent.Updated(this, next));
    proven = proven && !(changes && proving);
    next = NOTHING;
  }

  @Override
  public void rollBack() {
    if (files != null && refusal == null) {
      files.rollBack();
    }
    proven = proven || refusal == null;
    answer("roll back " + source, true, new ConfigurationEvent.RolledBack(this));
  }

  @Override
  public void keep() {
    if (open) {
      entrypoint.record("keep " + source);
      proven = true;
    }
  }

  @Override
  public final void discard() {}

  @Override
  public final boolean hasKept() {
    return false;
  }

  @Override
  public final boolean isProven() {
    return proven;
  }

  final void answer(String action, boolean possible, ConfigurationEvent success) {
    if (!open) {
      return;
    }
    entrypoint.record(action);
    String message = refusal;
    refusal = null;
    if (message == null && !possible) {
      message = "cannot " + action + ": it is not there";
    }
    report(
        message == null
            ? success
            : new ConfigurationEvent.Failed(this, new ConfigurationException(message)));
  }

  private void report(Event event) {
    if (open) {
      entrypoint.report(event);
    }
  }

  final boolean isPresent() {
    return present;
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return Optional.empty();
  }

  @Override
  public final void close() {
    open = false;
    entrypoint.forget(event -> event instanceof ConfigurationEvent ours && equals(ours.handler()));
  }

  @Override
  public final String toString() {
    return "configuration " + source;
  }
}
