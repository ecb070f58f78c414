package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target, and how the content of one kind of source is brought to it. For the worker's thread.
 */
final class Destination implements AutoCloseable {
  /** Stages content from where it is pinned. */
  @FunctionalInterface
  private interface Stager {
    StagedTree stage(Path content) throws IOException;
  }

  private final Target target;
  private final Stager stager;
  private @Nullable StagedTree staged;

  private Destination(Target target, Stager stager) {
    this.target = target;
    this.stager = stager;
  }

  static Destination ofFile(Path source, Path file, TreeOptions options)
      throws ConfigurationException {
    FileTarget target = FileTarget.open(file, options);
    return new Destination(
        target,
        content -> {
          try (InputStream bytes = Files.newInputStream(content)) {
            return target.stage(source.toString(), bytes);
          }
        });
  }

  static Destination ofArchive(Path source, Path directory, TreeOptions options)
      throws ConfigurationException {
    TargetDirectory target = TargetDirectory.open(directory, options);
    return new Destination(
        target,
        content -> {
          try (InputStream bytes = Files.newInputStream(content)) {
            return target.stage(TreeSource.archive(source.toString(), bytes, options.limits()));
          }
        });
  }

  static Destination ofDirectory(Path directory, TreeOptions options)
      throws ConfigurationException {
    TargetDirectory target = TargetDirectory.open(directory, options);
    return new Destination(target, content -> target.stage(TreeSource.directory(content)));
  }

  /** Prepares content beside the target. */
  StagedConfiguration stage(Source.Content content, long revision) throws IOException {
    staged = null;
    StagedTree tree = stager.stage(content.path());
    staged = tree;
    return new StagedConfiguration(tree.path(), tree.report(), revision);
  }

  /** Puts what was staged last in place. */
  UpdateReport commit() throws ConfigurationException {
    StagedTree tree = Objects.requireNonNull(staged, "nothing is staged");
    staged = null;
    return target.commit(tree);
  }

  /** Puts the version before the live one back in place. */
  void rollBack() throws ConfigurationException {
    staged = null;
    target.rollback();
  }

  Optional<String> whyNotAtomic() {
    return target.whyNotAtomic();
  }

  @Override
  public void close() {
    target.close();
  }
}
