package dev.ostler.linux;

import java.io.IOException;

/** Waits for a deadline in an ordinary virtual machine. */
final class AwaitMain {
  private AwaitMain() {}

  public static void main(String[] arguments) throws IOException {
    try (Poller poller = Poller.open();
        Timer timer = Timer.open()) {
      boolean[] passed = {false};
      poller.add(timer, () -> passed[0] = true);
      timer.set(400_000_000);
      System.out.println("waiting");
      poller.await();
      System.out.println("returned " + (passed[0] ? "at the deadline" : "too early"));
    }
  }
}
