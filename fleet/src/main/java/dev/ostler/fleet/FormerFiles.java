package dev.ostler.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What files were like before a run changed them. Files of hosts have copies beside that, {@link
 * FormerCopies}; what was in a container is kept in memory alone.
 */
final class FormerFiles {
  private final Map<Task.Id, Map<ManagedFile, Former>> tasks = new ConcurrentHashMap<>();

  private final Set<Task.Id> begun = ConcurrentHashMap.newKeySet();
  private final Set<Task.Id> copied = ConcurrentHashMap.newKeySet();
  private final Set<Task.Id> left = ConcurrentHashMap.newKeySet();

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

  /** Whether nothing of a task has been done before in this run. */
  boolean isFirst(Task.Id task) {
    return begun.add(task);
  }

  void noteCopies(Task.Id task) {
    copied.add(task);
  }

  /** A run that was killed has left copies. */
  void noteLeft(Task.Id task) {
    copied.add(task);
    left.add(task);
  }

  boolean areLeft(Task.Id task) {
    return left.contains(task);
  }

  /** Nothing is to be put back any more; says whether there may be copies. */
  boolean forget(Task.Id task) {
    left.remove(task);
    return copied.remove(task);
  }

  ReentrantLock removing() {
    return removing;
  }
}
