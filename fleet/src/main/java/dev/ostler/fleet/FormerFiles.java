package dev.ostler.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What files were like before a run changed them. It is kept in memory alone, for there may be
 * secrets in them.
 */
final class FormerFiles {
  private final Map<Task.Id, Map<ManagedFile, Former>> tasks = new ConcurrentHashMap<>();

  /** A host has one container at a time that removes files. */
  private final ReentrantLock removing = new ReentrantLock();

  /**
   * One file.
   *
   * @param container the container for which it was about to be written
   * @param view what it was like; absent if it was not there
   */
  record Former(String container, Optional<FileView> view) {}

  /** By file; a task is carried out, and taken back, by one thread at a time. */
  Map<ManagedFile, Former> of(Task.Id task) {
    return tasks.computeIfAbsent(task, _ -> new TreeMap<>());
  }

  ReentrantLock removing() {
    return removing;
  }
}
