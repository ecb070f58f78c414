package dev.ostler.supervisor;

/** Something that goes on until it is closed; a second close does nothing. */
@FunctionalInterface
interface Subscription extends AutoCloseable {
  @Override
  void close();
}
