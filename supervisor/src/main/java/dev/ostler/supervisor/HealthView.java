package dev.ostler.supervisor;

import java.util.List;

/** What is shown to those who ask by HTTP how we are. */
interface HealthView {
  /**
   * How one process is.
   *
   * @param name as configured
   * @param live false if it was to run and could not be brought to
   * @param ready whether it does what it is for: on standby it is, suspended it is not
   * @param detail one line in words, such as "running" or "no connection within 3 s"
   */
  record ProcessHealth(String name, boolean live, boolean ready, String detail) {}

  /** Whether the container may go on as it is. */
  boolean live();

  /** Whether it may be given work. */
  boolean ready();

  /** All processes in the order of the configuration. */
  List<ProcessHealth> processes();
}
