package dev.ostler.entrypoint;

import java.util.OptionalInt;

/** Lets others connect to a unix or TCP socket. */
public interface ListenHandler extends AutoCloseable {
  /** How many connections of one listener may be open; others wait until one has ended: 256. */
  int MOST_OPEN = 256;

  /**
   * Returns where it listens, for messages.
   *
   * @return the path, or the address with its port
   */
  String address();

  /**
   * Returns the TCP port.
   *
   * @return 1 to 65535, also if 0 was asked for; empty for a unix socket
   */
  OptionalInt port();

  /**
   * Lets nobody connect any more, and removes the name of a unix socket. Connections that are open
   * stay open. A second call does nothing.
   */
  @Override
  void close();
}
