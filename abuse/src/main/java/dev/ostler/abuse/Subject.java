package dev.ostler.abuse;

import java.util.random.RandomGenerator;

/** One level of Ostler, set up to be done harm to. Closing it ends all that it started. */
interface Subject extends AutoCloseable {
  /**
   * Does harm, looks, and leaves it whole for the next round.
   *
   * @param number its number
   * @param random what to draw from; the same faults come in the same order of the same one
   */
  void round(long number, RandomGenerator random) throws Exception;

  @Override
  void close();
}
