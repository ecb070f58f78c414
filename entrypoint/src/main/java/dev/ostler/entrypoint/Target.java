package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Something whose content is replaced by new versions: staged beside it, switched at once, taken
 * back if need be. For one thread at a time; one instance per target on the whole machine.
 */
abstract sealed class Target implements AutoCloseable permits TargetDirectory, FileTarget {
  /*
   * Synchronising a file waits for the disk once each, the whole file system once for everything
   * that anybody has written to it: with few files the first is faster and not at the mercy of
   * others, with many it is slower by far.
   */
  private static final int FEW = 32;

  private final Path path;
  private final WorkPlace place;
  private final Switching switching;
  private final TargetLock lock;

  Target(Path path, WorkPlace place, Switching switching, TargetLock lock) {
    this.path = path;
    this.place = place;
    this.switching = switching;
    this.lock = lock;
  }

  /** One new version being built. */
  @FunctionalInterface
  interface Builder {
    StagedTree build() throws IOException;
  }

  /** Whether a reader that resolves the target once can never see a mix of old and new. */
  final boolean atomic() {
    return switching.whyNotAtomic().isEmpty();
  }

  /** Why it is not atomic and what to change, in one sentence. */
  final Optional<String> whyNotAtomic() {
    return switching.whyNotAtomic();
  }

  /** Drops what was staged before, then builds; what could not be built leaves nothing behind. */
  final StagedTree stage(String source, Builder builder) throws ConfigurationException {
    try {
      dropStaged();
      return builder.build();
    } catch (IOException refused) {
      try {
        dropStaged();
      } catch (IOException alsoRefused) {
        refused.addSuppressed(alsoRefused);
      }
      throw ConfigurationException.of("stage %s for %s".formatted(source, path), refused);
    }
  }

  private void dropStaged() throws IOException {
    switching.recover();
    place.empty();
  }

  /**
   * Puts a staged version in place and keeps the one before it. A version without changes is
   * dropped, and nothing is touched.
   *
   * @return what has changed
   */
  final UpdateReport commit(StagedTree staged) throws ConfigurationException {
    try {
      if (!Trees.exists(staged.path())) {
        throw new ConfigurationException(
            "cannot update %s: the staged version is no longer there; stage it again"
                .formatted(path));
      }
      if (staged.report().isEmpty()) {
        place.discard(staged.path());
      } else {
        synchronize(staged);
        switching.commit(staged.path());
      }
      return staged.report().lasting(Duration.ofNanos(System.nanoTime() - staged.started()));
    } catch (IOException refused) {
      throw ConfigurationException.of("update " + path, refused);
    }
  }

  private void synchronize(StagedTree staged) throws IOException {
    if (staged.unsynced().size() > FEW) {
      place.syncFileSystem();
    } else {
      for (Path written : staged.unsynced()) {
        place.sync(written);
      }
    }
  }

  /** Whether there is a version to go back to. */
  final boolean hasPrevious() {
    return switching.hasPrevious();
  }

  /** Puts the version before the live one back in place; the live one is dropped. */
  final void rollback() throws ConfigurationException {
    if (!hasPrevious()) {
      throw new ConfigurationException(
          "cannot roll back %s: no version before this one is kept".formatted(path));
    }
    try {
      switching.rollBack();
    } catch (IOException refused) {
      throw ConfigurationException.of("roll back " + path, refused);
    }
  }

  /** Deletes versions that nobody needs any more: done before staging if not earlier. */
  final void tidy() throws ConfigurationException {
    try {
      place.empty();
    } catch (IOException refused) {
      throw ConfigurationException.of("delete old versions of " + path, refused);
    }
  }

  /** Drops what is staged and lets others at the target. The version before stays for rollback. */
  @Override
  public final void close() {
    try {
      dropStaged();
    } catch (IOException leftForTheNextOpen) {
      // Whoever opens the target next clears it up.
    } finally {
      abandon();
    }
  }

  /** Lets others at the target and leaves everything as it is, as a crash does. */
  final void abandon() {
    lock.close();
  }
}
