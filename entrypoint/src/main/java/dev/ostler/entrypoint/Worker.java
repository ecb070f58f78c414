package dev.ostler.entrypoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of work after the other away from the loop's thread, so that signals are forwarded
 * while an archive is unpacked. The thread ends when there is nothing left to do: an idle process
 * has none.
 */
final class Worker {
  private final String name;
  private final Consumer<Throwable> mistakes;
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition resting = lock.newCondition();
  private boolean running;

  /**
   * A worker without work.
   *
   * @param name of its thread
   * @param mistakes told what a piece of work has thrown; the next is done all the same
   */
  Worker(String name, Consumer<Throwable> mistakes) {
    this.name = name;
    this.mistakes = mistakes;
  }

  /** Does something, soon. */
  void add(Runnable piece) {
    if (isFirst(piece)) {
      try {
        Thread.ofPlatform().daemon().name(name).start(this::run);
      } catch (OutOfMemoryError noThreadLeft) {
        run(); // A limit on processes counts threads: late is better than never.
      }
    }
  }

  private boolean isFirst(Runnable piece) {
    lock.lock();
    try {
      work.add(piece);
      boolean first = !running;
      running = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Runnable piece = take(); piece != null; piece = take()) {
      try {
        piece.run();
      } catch (RuntimeException | Error mistake) {
        tell(mistake);
      }
    }
  }

  /** Whoever waits for the rest must not wait for ever, even if there is no memory for words. */
  private void tell(Throwable mistake) {
    try {
      mistakes.accept(mistake);
    } catch (RuntimeException | Error speechless) {
      // Nobody will know.
    }
  }

  private @Nullable Runnable take() {
    lock.lock();
    try {
      Runnable piece = work.poll();
      running = piece != null;
      if (!running) {
        resting.signalAll();
      }
      return piece;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything is done. */
  void awaitRest() {
    lock.lock();
    try {
      while (running) {
        resting.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
