package dev.ostler.supervisor;

/** Asks a process how it is, one time after the other; never twice at once. */
interface Question extends AutoCloseable {
  /**
   * Who waits for the answer. Called once at most for each asking, and not once it was given up.
   */
  interface Asker {
    /** All is well. */
    void succeeded();

    /** Something is not. */
    void failed(String reason);
  }

  /** Asks. The answer may come before this returns. */
  void ask(Asker asker);

  /** Gives up what is under way, if anything is. */
  void giveUp();

  /** What the asking under way still waits for, such as "no answer". */
  String missing();

  /** Gives up for ever. */
  @Override
  void close();
}
