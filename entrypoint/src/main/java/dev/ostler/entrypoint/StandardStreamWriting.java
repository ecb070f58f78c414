package dev.ostler.entrypoint;

import dev.ostler.linux.StandardStream;
import java.io.IOException;

/** A standard stream of this process. */
final class StandardStreamWriting implements StandardStreamHandler, Handler {
  private final StandardStream stream;
  private final Loop loop;
  private boolean waiting;
  private boolean open = true;

  StandardStreamWriting(StandardStream stream, Loop loop) {
    this.stream = stream;
    this.loop = loop;
  }

  @Override
  public int write(byte[] bytes, int from, int to) throws IOException {
    int taken = stream.write(bytes, from, to);
    if (taken == 0 && from < to && !waiting) {
      loop.watch(stream, this::ready);
      waiting = true;
    }
    return taken;
  }

  private void ready() {
    stopWaiting();
    loop.report(new RoomAgain(this));
  }

  private void stopWaiting() {
    if (waiting) {
      waiting = false;
      loop.unwatch(stream);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      stopWaiting();
      stream.close();
      loop.forget(event -> event instanceof RoomAgain room && room.handler() == this);
    }
  }
}
