package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory that takes the members of an archive or of another directory. */
final class TreeDestination implements Destination {
  private final Path source;
  private final boolean archive;
  private final TreeOptions options;
  private final TargetDirectory target;
  private @Nullable StagedTree staged;

  TreeDestination(Path source, boolean archive, TreeOptions options, TargetDirectory target) {
    this.source = source;
    this.archive = archive;
    this.options = options;
    this.target = target;
  }

  @Override
  public StagedConfiguration stage(Source.Content content, long revision) throws IOException {
    staged = null;
    StagedTree tree =
        archive ? unpack(content) : target.stage(TreeSource.directory(content.path()));
    staged = tree;
    return new StagedConfiguration(tree.path(), tree.report(), revision);
  }

  private StagedTree unpack(Source.Content content) throws IOException {
    try (InputStream bytes = Files.newInputStream(content.path())) {
      return target.stage(TreeSource.archive(source.toString(), bytes, options.limits()));
    }
  }

  @Override
  public UpdateReport commit() throws IOException {
    StagedTree tree = java.util.Objects.requireNonNull(staged, "nothing is staged");
    staged = null;
    return target.commit(tree);
  }

  @Override
  public void rollBack() throws IOException {
    staged = null;
    target.rollback();
  }

  @Override
  public Optional<String> whyNotAtomic() {
    return target.whyNotAtomic();
  }

  @Override
  public void close() {
    target.close();
  }
}
