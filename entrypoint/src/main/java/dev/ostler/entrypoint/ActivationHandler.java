package dev.ostler.entrypoint;

import java.nio.file.Path;

/** Active while a file exists: a file, directory or anything else; not a link to nothing. */
public interface ActivationHandler extends AutoCloseable {
  /**
   * Returns the file.
   *
   * @return as given
   */
  Path file();

  /**
   * Says whether the file was there when last looked at.
   *
   * @return the last state
   */
  boolean isActive();

  /** Stops watching; no event follows. A second call does nothing. */
  @Override
  void close();
}
