package dev.ostler.entrypoint;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of work after the other away from the loop's thread, so that signals are forwarded
 * while an archive is unpacked. The thread ends when there is nothing left to do: an idle process
 * has none.
 */
final class Worker {
  private final String name;
  private final Deque<Runnable> work = new ArrayDeque<>();
  private boolean running;

  Worker(String name) {
    this.name = name;
  }

  synchronized void add(Runnable piece) {
    work.add(piece);
    if (!running) {
      running = true;
      Thread.ofPlatform().daemon().name(name).start(this::run);
    }
  }

  private void run() {
    for (Runnable piece = take(); piece != null; piece = take()) {
      piece.run();
    }
  }

  private synchronized @Nullable Runnable take() {
    Runnable piece = work.poll();
    running = piece != null;
    return piece;
  }
}
