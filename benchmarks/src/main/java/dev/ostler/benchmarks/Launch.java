package dev.ostler.benchmarks;

import java.util.List;

/**
 * How a supervisor is started.
 *
 * @param prefix what prepares its world and then becomes it: environment, namespaces
 * @param command the supervisor itself; the clock starts when this is executed
 */
record Launch(List<String> prefix, List<String> command) {
  static Launch of(List<String> command) {
    return new Launch(List.of(), command);
  }
}
