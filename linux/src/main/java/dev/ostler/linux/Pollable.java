package dev.ostler.linux;

/** Something that a {@link Poller} can wait for. Not intended to be implemented by clients. */
public sealed interface Pollable extends AutoCloseable
    permits Child,
        Inotify,
        MountTable,
        Pipe,
        Signals,
        StandardStream,
        StreamListener,
        StreamSocket,
        Timer,
        UnixDatagramSocket,
        Wakeup {

  /**
   * Returns the descriptor.
   *
   * @return its number
   * @throws IllegalStateException after {@link #close()}
   */
  int descriptor();

  /**
   * Returns the epoll events to wait for.
   *
   * @return their bits
   */
  default int interest() {
    return Constants.EPOLLIN;
  }

  /** Closes the descriptor; a second call does nothing. */
  @Override
  void close();
}
