package dev.ostler.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has one thing at a time happen to an app. Whoever is to be told of it is told when the lock is
 * free again, for he may take long, or do something to the app himself.
 */
final class AppLock {
  private final Lock lock = new ReentrantLock();

  /** Does something under the lock, and what that leaves to be done when it is free again. */
  void step(Consumer<List<Runnable>> action) {
    List<Runnable> afterwards = new ArrayList<>();
    lock.lock();
    try {
      action.accept(afterwards);
    } finally {
      lock.unlock();
    }
    afterwards.forEach(Runnable::run);
  }

  /** What is seen under the lock. */
  <T extends @Nullable Object> T look(Supplier<T> sight) {
    lock.lock();
    try {
      return sight.get();
    } finally {
      lock.unlock();
    }
  }
}
