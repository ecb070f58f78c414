package dev.ostler.entrypoint;

import java.nio.file.Path;

/** A unix datagram socket that lives as long as this handler. */
public interface DatagramHandler extends AutoCloseable {
  /**
   * Returns the socket's name.
   *
   * @return as given
   */
  Path socket();

  /** Closes and removes the socket; no event follows. A second call does nothing. */
  @Override
  void close();
}
