package dev.ostler.fleet;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one task writes down. A task that goes back goes on whatever can be written: else a disk
 * that is full here would leave containers stopped there, and what is on a host tells the next run
 * enough.
 */
final class TaskJournal implements Journal {
  private final Journal journal;
  private boolean goesOn;
  private Optional<UnwrittenException> unwritten = Optional.empty();

  TaskJournal(Journal journal) {
    this.journal = journal;
  }

  /** Something could not be written down; that says nothing about the host. */
  static final class UnwrittenException extends IOException {
    private static final long serialVersionUID = 1;

    UnwrittenException(IOException why) {
      super(Objects.requireNonNullElse(why.getMessage(), why.toString()), why);
    }
  }

  /** From now on what cannot be written is passed over. */
  void goOnInAnyCase() {
    goesOn = true;
  }

  /** The first that was passed over. */
  Optional<UnwrittenException> unwritten() {
    return unwritten;
  }

  @Override
  public Recorded recorded() {
    return journal.recorded();
  }

  @Override
  public void change(UnaryOperator<Recorded> change) throws IOException {
    try {
      journal.change(change);
    } catch (IOException e) {
      UnwrittenException failure = new UnwrittenException(e);
      if (!goesOn) {
        throw failure;
      }
      unwritten = unwritten.or(() -> Optional.of(failure));
    }
  }
}
