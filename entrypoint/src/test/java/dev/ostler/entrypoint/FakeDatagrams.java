package dev.ostler.entrypoint;

import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.nio.file.Path;

/** A socket to which only the test sends. Made by {@link FakeEntrypoint}. */
public final class FakeDatagrams implements DatagramHandler {
  private final FakeEntrypoint entrypoint;
  private final Path socket;
  private boolean open = true;

  FakeDatagrams(FakeEntrypoint entrypoint, Path socket) {
    this.entrypoint = entrypoint;
    this.socket = socket;
  }

  /**
   * Lets a datagram arrive.
   *
   * @param text what it says
   */
  public void receive(String text) {
    if (open) {
      entrypoint.report(new DatagramReceived(this, new Datagram(text, 1, 0)));
    }
  }

  @Override
  public Path socket() {
    return socket;
  }

  @Override
  public void close() {
    open = false;
    entrypoint.forget(
        event -> event instanceof DatagramReceived received && equals(received.handler()));
  }
}
