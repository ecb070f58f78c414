package dev.ostler.linux;

import java.io.IOException;

/** Prints so many signals with their senders. */
final class SignalsMain {
  private SignalsMain() {}

  public static void main(String[] arguments) throws IOException {
    int wanted = Integer.parseInt(arguments[0]);
    try (Signals signals = Signals.open();
        Poller poller = Poller.open()) {
      int[] seen = {0};
      poller.add(
          signals,
          () -> {
            for (ReceivedSignal received : signals.read()) {
              System.out.println(
                  received.signal().number()
                      + " from "
                      + received.senderPid()
                      + " of user "
                      + received.senderUser());
              seen[0]++;
            }
          });
      System.out.println("blocked " + Signals.areBlocked());
      while (seen[0] < wanted) {
        poller.await();
      }
    }
  }
}
