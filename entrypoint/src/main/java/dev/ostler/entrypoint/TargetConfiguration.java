package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings what is watched to a file or a directory. */
final class TargetConfiguration extends WatchedConfiguration {
  private final Destination destination;
  // Of the worker's thread alone.
  private @Nullable StagedConfiguration staged;
  private volatile boolean proven;

  TargetConfiguration(Path path, Loop loop, Destination destination) throws IOException {
    super(path, loop);
    this.destination = destination;
    this.proven = destination.isProven();
  }

  @Override
  public void stage() {
    requestWithContent(
        "stage " + source(),
        revision -> () -> new ConfigurationEvent.Staged(this, stage(revision)));
  }

  private StagedConfiguration stage(Revision revision) throws IOException {
    staged = null;
    revision.content().checkUntouched(this::isOpen);
    StagedConfiguration complete =
        destination.stage(revision.content().path(), revision.number(), this::isOpen);
    revision.content().checkUntouched(this::isOpen);
    staged = complete;
    return complete;
  }

  @Override
  public void update() {
    requestWithContent("update from " + source(), revision -> () -> update(revision));
  }

  private ConfigurationEvent update(Revision revision) throws IOException {
    if (staged == null || staged.revision() != revision.number()) {
      stage(revision);
    }
    return commit();
  }

  private ConfigurationEvent commit() throws IOException {
    if (!isOpen()) {
      throw new ConfigurationException("cannot update from " + source() + ": it was closed");
    }
    staged = null;
    ConfigurationEvent updated = new ConfigurationEvent.Updated(this, destination.commit());
    proven = destination.isProven();
    return updated;
  }

  @Override
  public void update(StagedConfiguration checked) {
    request(
        "update from " + source(),
        () -> {
          if (!checked.equals(staged)) {
            throw new ConfigurationException(
                "cannot update from "
                    + source()
                    + ": what was checked is no longer staged; stage and check it again");
          }
          return commit();
        });
  }

  @Override
  public void discard() {
    command(() -> {
      staged = null;
      destination.discard();
    });
  }

  @Override
  public void rollBack() {
    request(
        "roll back what came from " + source(),
        () -> {
          staged = null;
          destination.rollBack();
          proven = true;
          return new ConfigurationEvent.RolledBack(this);
        });
  }

  @Override
  public void keep() {
    command(() -> {
      destination.keep();
      proven = true;
    });
  }

  @Override
  public boolean isProven() {
    return proven;
  }

  @Override
  public boolean hasKept() {
    return destination.hasKept();
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return destination.whyNotAtomic();
  }

  /** Whoever looks after the target next must find it free. */
  @Override
  void tidy() {
    if (staged == null) {
      destination.tidy();
    }
  }

  @Override
  void closeTarget(Worker user) {
    user.awaitRest();
    destination.close();
  }
}
