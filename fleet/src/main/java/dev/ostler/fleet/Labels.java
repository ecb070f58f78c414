package dev.ostler.fleet;

/** The labels by which a container is known to be Ostler's. They cannot change while it lives. */
final class Labels {
  static final String PREFIX = "dev.ostler.";

  /** The fleet's name. */
  static final String FLEET = PREFIX + "fleet";

  /** Key of the workload in the file. */
  static final String WORKLOAD = PREFIX + "workload";

  /** Counts up with every container made for the workload on the host. */
  static final String GENERATION = PREFIX + "generation";

  /** What it was made from: {@link SpecFields}. */
  static final String SPEC = PREFIX + "spec";

  /** Who had it made, such as {@code anna@laptop}. */
  static final String MADE_BY = PREFIX + "made-by";

  /** The fleet whose files of the host are reached through this container. */
  static final String HELPER = PREFIX + "helper";

  /** Who holds the lock, on the volume that is the lock. */
  static final String HOLDER = PREFIX + "lock.holder";

  /** Who that is, for people. */
  static final String WHO = PREFIX + "lock.who";

  /** When the lock was taken. */
  static final String SINCE = PREFIX + "lock.since";

  private Labels() {}
}
