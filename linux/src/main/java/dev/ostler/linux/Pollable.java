package dev.ostler.linux;

/** Something that a {@link Poller} can wait for. Not intended to be implemented by clients. */
public sealed interface Pollable extends AutoCloseable
    permits Child, Inotify, MountTable, Signals, Timer, UnixDatagramSocket, Wakeup {

  /** The descriptor, open until {@link #close()}. */
  int descriptor();

  /** The epoll events to wait for. */
  default int interest() {
    return Constants.EPOLLIN;
  }

  /** Closes the descriptor; a second call does nothing. */
  @Override
  void close();
}
