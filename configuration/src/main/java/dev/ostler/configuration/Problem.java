package dev.ostler.configuration;

/**
 * One thing that is wrong in a file.
 *
 * @param file the file's name, as it was given
 * @param position where in it
 * @param path the keys that lead to it, such as {@code processes.web.after[0]}; empty for the whole
 * @param message what was found and what is expected
 */
public record Problem(String file, Position position, String path, String message) {
  /**
   * Returns the line to show.
   *
   * @return {@code FILE:LINE:COLUMN: PATH: MESSAGE}
   */
  @Override
  public String toString() {
    return file + ":" + position + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
