package dev.ostler.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * A file whose existence means that processes should run.
 *
 * @param file which
 * @param processes who runs only while it exists
 * @param settle how long it must have been there, or not, before that counts
 */
public record ActivationSetup(Path file, Set<String> processes, Duration settle) {
  /** Refuses a negative time. */
  public ActivationSetup {
    processes = Set.copyOf(processes);
    if (settle.isNegative()) {
      throw new IllegalArgumentException("activation.settle must not be negative, got " + settle);
    }
  }
}
