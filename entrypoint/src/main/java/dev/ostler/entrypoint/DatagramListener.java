package dev.ostler.entrypoint;

import dev.ostler.linux.UnixDatagramSocket;
import java.io.IOException;
import java.nio.file.Path;

/** A datagram socket of this machine's. */
final class DatagramListener implements DatagramHandler, Handler {
  private final Path path;
  private final Loop loop;
  private final UnixDatagramSocket socket;
  private boolean open = true;

  DatagramListener(Path path, int mode, Loop loop) throws IOException {
    this.path = path;
    this.loop = loop;
    this.socket = UnixDatagramSocket.bind(path, mode);
  }

  void start() throws IOException {
    loop.watch(socket, this::receive);
  }

  private void receive() throws IOException {
    for (UnixDatagramSocket.Datagram datagram : socket.receive()) {
      loop.report(new DatagramReceived(this, datagram));
    }
  }

  @Override
  public Path socket() {
    return path;
  }

  @Override
  public boolean reply(UnixDatagramSocket.Datagram datagram, String text) {
    return open && datagram.sender().isPresent() && socket.reply(datagram.sender().get(), text);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      loop.unwatch(socket);
      socket.close();
      loop.forget(event -> event instanceof DatagramReceived got && got.handler() == this);
    }
  }
}
