package dev.ostler.benchmarks;

/** The signals that rows send, by their numbers on Linux. */
enum Signal {
  HUP(1),
  QUIT(3),
  KILL(9),
  USR1(10),
  TERM(15);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean arrivedIn(Event event) {
    return event.kind() == Event.Kind.SIGNAL && event.value() == number;
  }
}
