package dev.ostler.supervisor;

/** Shows others whether the process runs. */
interface Marks {
  /** The process runs. */
  void running(int pid);

  /** The process does not run any more. */
  void stopped();

  /** Shows nothing. */
  static Marks none() {
    return new Marks() {
      @Override
      public void running(int pid) {}

      @Override
      public void stopped() {}
    };
  }
}
