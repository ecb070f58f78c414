package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A directory whose whole content is replaced by new versions: staged beside it, switched at once,
 * taken back if need be. For one thread at a time; one instance per target on the whole machine.
 */
final class TargetDirectory implements AutoCloseable {
  /*
   * Synchronising a file waits for the disk once each, the whole file system once for everything
   * that anybody has written to it: with few files the first is faster and not at the mercy of
   * others, with many it is slower by far.
   */
  private static final int FEW = 32;

  private final Path target;
  private final TreeOptions options;
  private final WorkPlace place;
  private final Switching switching;
  private final FileStager files;
  private final TargetLock lock;

  TargetDirectory(
      Path target, TreeOptions options, WorkPlace place, Switching switching, TargetLock lock)
      throws IOException {
    this.target = target;
    this.options = options;
    this.place = place;
    this.switching = switching;
    this.lock = lock;
    Identity identity = Identity.probe(place.disk(), place.path("probe"));
    this.files = new FileStager(place.disk(), identity, options);
  }

  /**
   * Takes charge of a target and ends what a crash has left. The caller closes it.
   *
   * @param target a directory, a symbolic link to one, or nothing yet
   * @throws ConfigurationException if it cannot be updated, or somebody else is at it
   */
  static TargetDirectory open(Path target, TreeOptions options) throws ConfigurationException {
    return open(target, options, new Disk());
  }

  static TargetDirectory open(Path target, TreeOptions options, Disk disk)
      throws ConfigurationException {
    try {
      return new TargetOpening(target, options, disk).open();
    } catch (IOException refused) {
      throw ConfigurationException.of("prepare the updates of " + target, refused);
    }
  }

  /** Whether a reader that resolves the target once can never see a mix of old and new. */
  boolean atomic() {
    return switching.whyNotAtomic().isEmpty();
  }

  /** Why it is not atomic and what to change, in one sentence. */
  Optional<String> whyNotAtomic() {
    return switching.whyNotAtomic();
  }

  /**
   * Builds a new version; nobody sees it. A version staged earlier and not committed is dropped.
   *
   * @throws ConfigurationException if the source is refused or the disk fails; the target is as it
   *     was
   */
  StagedTree stage(TreeSource source) throws ConfigurationException {
    try {
      switching.recover();
      place.empty();
      LiveTree live = LiveTree.of(switching.live());
      Gate gate = new Gate(source.toString(), target, options.limits());
      Staging staging = new Staging(place.disk(), gate, live, switching.incoming(), files);
      source.read(staging);
      return staging.finish();
    } catch (IOException refused) {
      tidyAfter(refused);
      throw ConfigurationException.of("stage %s for %s".formatted(source, target), refused);
    }
  }

  /**
   * Puts a staged version in place and keeps the one before it. A version without changes is
   * dropped, and nothing is touched.
   *
   * @return what has changed
   */
  UpdateReport commit(StagedTree staged) throws ConfigurationException {
    try {
      if (!Trees.exists(staged.path())) {
        throw new ConfigurationException(
            "cannot commit the version at %s: it is no longer there; stage it again"
                .formatted(staged.path()));
      }
      if (staged.report().isEmpty()) {
        place.discard(staged.path());
      } else {
        synchronize(staged);
        switching.commit(staged.path());
      }
      return staged.report().lasting(Duration.ofNanos(System.nanoTime() - staged.started()));
    } catch (IOException refused) {
      throw ConfigurationException.of("update " + target, refused);
    }
  }

  private void synchronize(StagedTree staged) throws IOException {
    if (staged.unsynced().size() > FEW) {
      place.syncFileSystem();
    } else {
      for (Path path : staged.unsynced()) {
        place.sync(path);
      }
    }
  }

  /** Whether there is a version to go back to. */
  boolean hasPrevious() {
    return switching.hasPrevious();
  }

  /** Puts the version before the live one back in place; the live one is dropped. */
  void rollback() throws ConfigurationException {
    if (!hasPrevious()) {
      throw new ConfigurationException(
          "cannot roll back %s: no version before this one is kept".formatted(target));
    }
    try {
      switching.rollBack();
    } catch (IOException refused) {
      throw ConfigurationException.of("roll back " + target, refused);
    }
  }

  /** Deletes versions that nobody needs any more: done by {@link #stage} if not before. */
  void tidy() throws ConfigurationException {
    try {
      place.empty();
    } catch (IOException refused) {
      throw ConfigurationException.of("delete old versions of " + target, refused);
    }
  }

  private void tidyAfter(IOException refused) {
    try {
      switching.recover();
      place.empty();
    } catch (IOException alsoRefused) {
      refused.addSuppressed(alsoRefused);
    }
  }

  /** Drops what is staged and lets others at the target. The version before stays for rollback. */
  @Override
  public void close() {
    try {
      switching.recover();
      place.empty();
    } catch (IOException leftForTheNextOpen) {
      // Whoever opens the target next clears it up.
    } finally {
      abandon();
    }
  }

  /** Lets others at the target and leaves everything as it is, like a crash. */
  void abandon() {
    lock.close();
  }
}
