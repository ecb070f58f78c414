package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The source and the target of one configuration in a simulated file system, over time. */
final class FakeFiles {
  enum Look {
    SAME,
    CHANGED,
    REMOVED,
    UNREADABLE
  }

  private static final String STAGED = "/.staged";

  private final FakeTree tree;
  private Optional<Map<String, ByteBuffer>> content = Optional.empty();
  private Map<String, ByteBuffer> former = Map.of();
  private String trouble = "";

  FakeFiles(FakeTree tree) {
    this.tree = tree;
  }

  /** What has become of the source since the last look. */
  Look look() {
    Optional<Map<String, ByteBuffer>> before = content;
    String troubleBefore = trouble;
    try {
      content = tree.content();
      trouble = "";
    } catch (IOException e) {
      trouble = "cannot read " + tree.source() + ": " + e.getMessage();
      return trouble.equals(troubleBefore) ? Look.SAME : Look.UNREADABLE;
    }
    if (content.equals(before)) {
      return Look.SAME;
    }
    return content.isPresent() ? Look.CHANGED : Look.REMOVED;
  }

  /** Why the source cannot be read. */
  String trouble() {
    return trouble;
  }

  /** What an update changes. */
  UpdateReport difference() {
    return told(() -> tree.difference(content.orElseThrow()));
  }

  /** Puts the content where it can be looked at. */
  Path stage(long revision) {
    Path folder = tree.target().getFileSystem().getPath(STAGED, Long.toString(revision));
    return told(() -> tree.stage(content.orElseThrow(), folder));
  }

  /** Brings the content to the target. */
  void update() {
    former = told(tree::targetContent);
    told(() -> {
      tree.write(content.orElseThrow());
      return true;
    });
  }

  /** Brings back what the target had before the last update. */
  void rollBack() {
    told(() -> {
      tree.write(former);
      return true;
    });
  }

  @FunctionalInterface
  private interface Work<R> {
    R run() throws IOException;
  }

  private static <R> R told(Work<R> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
