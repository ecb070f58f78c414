package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Hands what is watched to the caller's function. */
final class CustomConfiguration<R> extends WatchedConfiguration implements CustomHandler<R> {
  private final Update<R> update;

  CustomConfiguration(Path path, Loop loop, Update<R> update) throws IOException {
    super(path, loop);
    this.update = update;
  }

  @Override
  public void update() {
    requestWithContent(
        "update from " + source(),
        revision ->
            () -> {
              revision.content().checkUntouched(this::isOpen);
              R result = update.apply(revision.content().path());
              revision.content().checkUntouched(this::isOpen);
              return new ConfigurationEvent.Completed<>(this, result);
            });
  }

  @Override
  public void stage() {
    refuse("stage");
  }

  @Override
  public void update(StagedConfiguration staged) {
    refuse("update from what was staged from");
  }

  @Override
  public void rollBack() {
    refuse("roll back");
  }

  /** Whether the function's work can be relied on is its caller's to know. */
  @Override
  public void keep() {}

  @Override
  public void discard() {} // nothing was staged

  @Override
  public boolean hasKept() {
    return false;
  }

  @Override
  public boolean isProven() {
    return true;
  }

  private void refuse(String what) {
    String action = what + " " + source();
    request(
        action,
        () -> {
          throw new ConfigurationException(
              "cannot " + action + ": a custom update has no target that is known here");
        });
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return Optional.empty();
  }

  @Override
  void tidy() {}

  /** The function may run on: only its caller's code knows how to stop it. */
  @Override
  void closeTarget(Worker user) {}
}
