package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A target with the way that content gets there. For one thread at a time. */
final class Destination implements AutoCloseable {
  /** Prepares content beside the target. */
  @FunctionalInterface
  private interface Stager {
    StagedTree stage(Path content, BooleanSupplier wanted) throws IOException;
  }

  private final Target target;
  private final Stager stager;
  private @Nullable StagedTree staged;

  private Destination(Target target, Stager stager) {
    this.target = target;
    this.stager = stager;
  }

  /** A file that takes the bytes of another. */
  static Destination file(Path source, Path target, TreeOptions options) throws IOException {
    FileTarget file = FileTarget.open(target, options);
    return new Destination(
        file,
        (content, wanted) -> {
          try (InputStream bytes = Files.newInputStream(content)) {
            return file.stage(source.toString(), new WantedInput(bytes, wanted));
          }
        });
  }

  /** A directory that takes the members of an archive. */
  static Destination archive(Path source, Path target, TreeOptions options) throws IOException {
    TargetDirectory directory = TargetDirectory.open(target, options);
    return new Destination(
        directory,
        (content, wanted) -> {
          try (InputStream bytes = Files.newInputStream(content)) {
            return directory.stage(TreeSource.archive(source.toString(), bytes, options), wanted);
          }
        });
  }

  /** A directory that takes the members of another. */
  static Destination directory(Path target, TreeOptions options) throws IOException {
    TargetDirectory directory = TargetDirectory.open(target, options);
    return new Destination(
        directory,
        (content, wanted) -> directory.stage(TreeSource.directory(content, options), wanted));
  }

  /**
   * Prepares content.
   *
   * @param wanted for how long; asked again and again
   */
  StagedConfiguration stage(Path content, long revision, BooleanSupplier wanted)
      throws IOException {
    staged = null;
    StagedTree tree = stager.stage(content, wanted);
    staged = tree;
    return new StagedConfiguration(tree.path(), tree.report(), revision);
  }

  /** Puts what was staged last in place. */
  UpdateReport commit() throws IOException {
    StagedTree tree = java.util.Objects.requireNonNull(staged, "nothing is staged");
    staged = null;
    return target.commit(tree);
  }

  /** Puts the version before the live one back in place. */
  void rollBack() throws IOException {
    staged = null;
    target.rollback();
  }

  void discard() throws IOException {
    staged = null;
    target.discard();
  }

  void keep() throws IOException {
    target.keep();
  }

  boolean hasKept() {
    return target.hasKept();
  }

  boolean isProven() {
    return target.isProven();
  }

  /** Deletes what no roll-back needs any more. */
  void tidy() {
    try {
      target.tidy();
    } catch (ConfigurationException leftForLater) {
      // The next staging does it first, and says what keeps it from it.
    }
  }

  Optional<String> whyNotAtomic() {
    return target.whyNotAtomic();
  }

  @Override
  public void close() {
    target.close();
  }
}
