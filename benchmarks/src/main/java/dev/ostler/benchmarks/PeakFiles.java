package dev.ostler.benchmarks;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts another process's open files every millisecond until closed. */
final class PeakFiles implements AutoCloseable {
  private final AtomicLong most = new AtomicLong();
  private final Thread counter;

  PeakFiles(int pid) {
    counter = Thread.ofPlatform().daemon().name("peak-files").start(() -> count(pid));
  }

  long most() {
    return most.get();
  }

  @Override
  public void close() {
    counter.interrupt();
  }

  private void count(int pid) {
    try {
      while (true) {
        most.accumulateAndGet(Proc.openFiles(pid), Math::max);
        Thread.sleep(1);
      }
    } catch (IOException | InterruptedException _) {
      // It has ended, or nobody wants to know any more.
    }
  }
}
