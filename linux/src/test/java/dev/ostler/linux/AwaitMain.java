package dev.ostler.linux;

import java.io.IOException;
import java.util.Set;

/** Waits for a file in an ordinary virtual machine. */
final class AwaitMain {
  private AwaitMain() {}

  public static void main(String[] arguments) throws IOException {
    try (Poller poller = Poller.open();
        Inotify inotify = Inotify.open()) {
      boolean[] there = {false};
      inotify.watch(arguments[0], Set.of(Inotify.Kind.CREATED));
      poller.add(inotify, () -> there[0] = true);
      System.out.println("waiting");
      poller.await();
      System.out.println("returned " + (there[0] ? "for the file" : "too early"));
    }
  }
}
