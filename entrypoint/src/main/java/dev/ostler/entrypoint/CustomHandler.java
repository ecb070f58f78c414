package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A configuration handler whose update is the caller's function. There is nothing to stage or to
 * roll back.
 *
 * @param <R> what the function returns, reported as {@link ConfigurationEvent.Completed}
 */
public interface CustomHandler<R> extends ConfigurationHandler {
  /**
   * Brings a configuration where it belongs.
   *
   * @param <R> what it returns
   */
  @FunctionalInterface
  interface Update<R> {
    /**
     * Works on the pinned content; runs on a thread of its own, never twice at a time.
     *
     * @param content the file as it was at the last change, whatever has replaced it since
     * @return the result
     * @throws IOException reported as {@link ConfigurationEvent.Failed}; so is a content that was
     *     written in place while the function read it
     */
    R apply(Path content) throws IOException;
  }
}
