package dev.ostler.configuration;

/**
 * What a record cannot check by itself, such as that a name stands for something elsewhere in the
 * file.
 *
 * @param <R> the record that describes the file
 */
@FunctionalInterface
public interface Check<R> {
  /**
   * Reports everything that is wrong.
   *
   * @param content what the file says, as far as its form is right
   * @param problems where to report it
   */
  void check(R content, Problems problems);
}
