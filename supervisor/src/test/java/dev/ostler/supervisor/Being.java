package dev.ostler.supervisor;

/** One process of a {@link World}. */
final class Being {
  boolean running;
  boolean ready;
  boolean completed;
  boolean stopped;
  boolean deaf;
  boolean unkillable;
  int group;

  boolean isThere() {
    return running || group > 0;
  }
}
