package dev.ostler.abuse;

import dev.ostler.abuse.Disturbances.Of;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Visitors who come at random while harm is done, and who are judged by what they got. */
final class Traffic implements AutoCloseable {
  private static final int VISITORS = 5;
  private static final int LONGEST_PAUSE_MILLIS = 700;
  private static final int MOST_LINES = 30;

  /** Longer than the app is left awake without use. */
  private static final int LONG_USE = 15 * GatewayPlace.LINE.length();

  private final int port;
  private final Disturbances disturbances;
  private final Ledger ledger;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean open = true;

  private Traffic(int port, Disturbances disturbances, Ledger ledger) {
    this.port = port;
    this.disturbances = disturbances;
    this.ledger = ledger;
  }

  static Traffic start(int port, Disturbances disturbances, Ledger ledger, RandomGenerator random) {
    Traffic traffic = new Traffic(port, disturbances, ledger);
    for (int i = 0; i < VISITORS; i++) {
      SplittableRandom own = new SplittableRandom(random.nextLong());
      traffic.threads.add(Thread.ofVirtual().start(() -> traffic.visit(own)));
    }
    return traffic;
  }

  private void visit(SplittableRandom random) {
    try {
      while (open) {
        long start = System.nanoTime();
        if (random.nextInt(3) == 0) {
          int lines = 1 + random.nextInt(MOST_LINES);
          judge(start, Visitor.stream(port, lines), GatewayPlace.LINE.repeat(lines));
        } else {
          String body = Long.toString(random.nextLong());
          judge(start, Visitor.post(port, body), body);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void judge(long start, Visitor.Outcome outcome, String wanted) {
    long end = System.nanoTime();
    boolean app = disturbances.met(Of.APP, start, end);
    boolean gateway = disturbances.met(Of.GATEWAY, start, end);
    String evidence =
        "%s after %d ms%s%s"
            .formatted(
                outcome,
                TimeUnit.NANOSECONDS.toMillis(end - start),
                app ? ", the app was disturbed" : "",
                gateway ? ", the gateway was disturbed" : "");
    switch (outcome) {
      case Visitor.Outcome.Answer answer when answer.status() == 200 -> {
        ledger.held(Invariant.ANSWERED);
        ledger.held(Invariant.NO_BAD_GATEWAY);
        ledger.check(Invariant.ANSWER_WHOLE, answer.body().equals(wanted), evidence);
        if (wanted.length() > LONG_USE) {
          ledger.held(Invariant.USED_NOT_RESTED);
        }
      }
      case Visitor.Outcome.Answer answer when answer.status() == 502 -> {
        ledger.held(Invariant.ANSWERED);
        ledger.check(Invariant.NO_BAD_GATEWAY, app, evidence);
      }
      case Visitor.Outcome.Answer _ -> ledger.check(Invariant.ANSWERED, app || gateway, evidence);
      case Visitor.Outcome.Torn _ ->
          ledger.check(Invariant.USED_NOT_RESTED, app || gateway, evidence);
      case Visitor.Outcome.Nothing _ -> ledger.check(Invariant.ANSWERED, gateway, evidence);
      case Visitor.Outcome.Silence _ -> ledger.broken(Invariant.ANSWERED, evidence);
    }
  }

  /** Lets nobody come any more, and waits for those who are there. */
  void end() throws InterruptedException {
    open = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    open = false;
    threads.forEach(Thread::interrupt);
  }
}
