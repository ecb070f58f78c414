package dev.ostler.entrypoint;

import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.nio.file.Path;

/** A unix datagram socket that lives as long as this handler. */
public interface DatagramHandler extends AutoCloseable {
  /**
   * Returns the socket's name.
   *
   * @return as given
   */
  Path socket();

  /**
   * Answers somebody who sent something. Never blocks.
   *
   * @param datagram what was sent
   * @param text what to say
   * @return false if the sender's socket has no name (it need not have one), or nobody receives
   *     there
   */
  boolean reply(Datagram datagram, String text);

  /** Closes and removes the socket; no event follows. A second call does nothing. */
  @Override
  void close();
}
