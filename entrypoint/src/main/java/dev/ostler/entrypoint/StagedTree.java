package dev.ostler.entrypoint;

import java.nio.file.Path;
import java.util.List;

/**
 * A complete new version of a target, beside the live one; nothing of it is visible yet.
 *
 * @param path the whole tree, or the whole file, to be looked at before it is committed
 * @param report what it changes
 * @param unsynced the files and directories that were written and may not have reached the disk
 * @param started when staging began, by {@link System#nanoTime}
 */
record StagedTree(Path path, UpdateReport report, List<Path> unsynced, long started) {
  StagedTree {
    unsynced = List.copyOf(unsynced);
  }
}
