package dev.ostler.supervisor;

import java.util.function.DoubleSupplier;

/** Chance; a class of its own because a lambda would be linked before the child runs. */
final class Chance implements DoubleSupplier {
  @Override
  public double getAsDouble() {
    return Math.random();
  }
}
