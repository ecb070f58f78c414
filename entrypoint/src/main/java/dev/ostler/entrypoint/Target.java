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
   * Synchronising files one by one waits for the disk every time, measured 0.3 ms each; the whole
   * file system waits once, 0.5 to 4 ms, but also for whatever anybody else has written to it. So
   * the usual change of a few files is kept independent of others.
   */
  private static final int FEW = 8;

  private final Path path;
  private final WorkPlace place;
  private final Switching switching;
  private final TargetLock lock;
  private boolean closed;

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
    requireOpen();
    try {
      dropStaged();
      return builder.build();
    } catch (IOException refused) {
      throw failed("stage %s for %s".formatted(source, path), refused);
    }
  }

  private void requireOpen() throws ConfigurationException {
    if (closed) {
      throw new ConfigurationException("cannot update %s: it has been closed".formatted(path));
    }
  }

  private void dropStaged() throws IOException {
    switching.recover();
    place.empty();
  }

  /** What a failure has left is ended like what a crash leaves. */
  private ConfigurationException failed(String action, IOException failure) {
    try {
      dropStaged();
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
    return ConfigurationException.of(action, failure);
  }

  /**
   * Puts a staged version in place and keeps the one before it. A version without changes is
   * dropped, and nothing is touched.
   *
   * @return what has changed
   */
  final UpdateReport commit(StagedTree staged) throws ConfigurationException {
    requireOpen();
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
      throw failed("update " + path, refused);
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
    requireOpen();
    if (!hasPrevious()) {
      throw new ConfigurationException(
          "cannot roll back %s: no version before this one is kept".formatted(path));
    }
    try {
      switching.rollBack();
    } catch (IOException refused) {
      throw failed("roll back " + path, refused);
    }
  }

  /** Remembers on the disk that the live version has shown that it works. */
  final void keep() throws ConfigurationException {
    requireOpen();
    try {
      place.proven();
    } catch (IOException refused) {
      throw ConfigurationException.of("remember that " + path + " works", refused);
    }
  }

  /** Whether the live version was kept, or is one that needs not be. */
  final boolean isProven() {
    return place.isProven();
  }

  /** Deletes versions that nobody needs any more: done before staging if not earlier. */
  final void tidy() throws ConfigurationException {
    requireOpen();
    try {
      place.empty();
    } catch (IOException refused) {
      throw ConfigurationException.of("delete old versions of " + path, refused);
    }
  }

  /** Drops what is staged and lets others at the target. The version before stays for rollback. */
  @Override
  public final void close() {
    if (closed) {
      return;
    }
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
    closed = true;
    lock.close();
  }
}
