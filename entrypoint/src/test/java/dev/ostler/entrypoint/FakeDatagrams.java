package dev.ostler.entrypoint;

import dev.ostler.linux.SocketAddress;
import dev.ostler.linux.UnixDatagramSocket.Datagram;
import java.nio.file.Path;
import java.util.Optional;

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
    receive(text, Optional.empty());
  }

  /**
   * Lets a datagram arrive from a socket that has a name; {@link FakeEntrypoint#calls()} tells what
   * it is answered, as "reply /sender OK".
   *
   * @param text what it says
   * @param sender an absolute path, or a name after an {@code @}
   */
  public void receive(String text, String sender) {
    receive(text, Optional.of(new SocketAddress(sender)));
  }

  private void receive(String text, Optional<SocketAddress> sender) {
    if (open) {
      entrypoint.report(new DatagramReceived(this, new Datagram(text, 1, 0, sender)));
    }
  }

  @Override
  public boolean reply(Datagram datagram, String text) {
    if (!open || datagram.sender().isEmpty()) {
      return false;
    }
    entrypoint.record("reply " + datagram.sender().get().name() + " " + text);
    return true;
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
