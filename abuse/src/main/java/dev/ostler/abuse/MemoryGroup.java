package dev.ostler.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A control group that limits memory, of either version. Closing it removes it, when it is empty.
 */
final class MemoryGroup implements AutoCloseable {
  private static final Path FIRST = Path.of("/sys/fs/cgroup/memory");
  private static final Path SECOND = Path.of("/sys/fs/cgroup");

  private final Path folder;

  private MemoryGroup(Path folder) {
    this.folder = folder;
  }

  /** One with so much memory, or nothing where none can be made. */
  static Optional<MemoryGroup> make(long bytes) {
    boolean isFirst = Files.exists(FIRST.resolve("memory.limit_in_bytes"));
    Path folder =
        (isFirst ? FIRST : SECOND)
            .resolve("ostler-abuse-" + UUID.randomUUID().toString().substring(0, 8));
    try {
      Files.createDirectory(folder);
      Files.writeString(
          folder.resolve(isFirst ? "memory.limit_in_bytes" : "memory.max"), Long.toString(bytes));
      return Optional.of(new MemoryGroup(folder));
    } catch (IOException e) {
      new MemoryGroup(folder).close();
      return Optional.empty();
    }
  }

  /** What puts itself into it, and executes what follows. */
  List<String> prefix() {
    return List.of(
        "sh", "-c", "echo $$ >" + folder.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
