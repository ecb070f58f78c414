package dev.ostler.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a supervisor is to do. Whoever cannot do one of these is not in the rows that need it.
 *
 * @param child the command to supervise; its first argument is the pipe for its events
 * @param restart whether a child that ended is started again
 * @param waits whether the child is started only when there is a configuration
 * @param sync whether a new configuration is on the disk before it is used
 */
record Job(
    List<String> child,
    boolean restart,
    Optional<Path> activation,
    Optional<Archive> archive,
    boolean waits,
    boolean sync,
    Optional<Path> socket) {

  /**
   * A configuration that is watched.
   *
   * @param file the archive; replaced by renaming another over it
   * @param staging a folder for those who need one, on the same file system
   * @param target the folder that the child would read
   */
  record Archive(Path file, Path staging, Path target) {}

  static Job of(List<String> child) {
    return new Job(
        child, false, Optional.empty(), Optional.empty(), false, false, Optional.empty());
  }

  Job restarting() {
    return new Job(child, true, activation, archive, waits, sync, socket);
  }

  Job activatedBy(Path file) {
    return new Job(child, restart, Optional.of(file), archive, waits, sync, socket);
  }

  Job configuredBy(Archive watched, boolean synced) {
    return new Job(child, restart, activation, Optional.of(watched), waits, synced, socket);
  }

  Job waitingForConfiguration() {
    return new Job(child, restart, activation, archive, true, sync, socket);
  }

  Job listeningOn(Path path) {
    return new Job(child, restart, activation, archive, waits, sync, Optional.of(path));
  }
}
