package dev.ostler.entrypoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An activation that the test sets, inactive at first; with simulated files, whether its file is
 * there. Made by {@link FakeEntrypoint}.
 */
public final class FakeActivation implements ActivationHandler {
  private final FakeEntrypoint entrypoint;
  private final Path file;
  private boolean active;
  private boolean open = true;

  FakeActivation(FakeEntrypoint entrypoint, Path file) {
    this.entrypoint = entrypoint;
    this.file = file;
    this.active = entrypoint.isThere(file);
    report(Optional.empty());
  }

  /** With simulated files, tells what has become of the file. */
  void look() {
    set(entrypoint.isThere(file));
  }

  /**
   * Sets the state.
   *
   * @param value reported if it differs
   */
  public void set(boolean value) {
    if (open && value != active) {
      active = value;
      report(Optional.empty());
    }
  }

  /**
   * Lets something keep the file from being watched.
   *
   * @param trouble what
   */
  public void trouble(String trouble) {
    report(Optional.of(trouble));
  }

  private void report(Optional<String> trouble) {
    entrypoint.report(new ActivationChanged(this, active, trouble));
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public void close() {
    open = false;
    entrypoint.forget(
        event -> event instanceof ActivationChanged changed && equals(changed.handler()));
  }

  @Override
  public String toString() {
    return "activation " + file;
  }
}
