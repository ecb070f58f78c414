package dev.ostler.entrypoint;

import dev.ostler.linux.Peer;
import java.util.Optional;
import java.util.OptionalInt;

/** A socket to which the test connects. Made by {@link FakeEntrypoint}. */
public final class FakeListener implements ListenHandler {
  private final FakeEntrypoint entrypoint;
  private final String address;
  private final OptionalInt port;
  private boolean open = true;

  FakeListener(FakeEntrypoint entrypoint, String address, OptionalInt port) {
    this.entrypoint = entrypoint;
    this.address = address;
    this.port = port;
  }

  /**
   * Lets somebody connect.
   *
   * @param who empty for TCP
   * @return our end of the connection
   */
  public FakeConnection connect(Optional<Peer> who) {
    FakeConnection connection = new FakeConnection(entrypoint);
    connection.open(who, Optional.of(this));
    return connection;
  }

  /**
   * Says whether somebody can connect.
   *
   * @return until it is closed
   */
  public boolean isOpen() {
    return open;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public OptionalInt port() {
    return port;
  }

  @Override
  public void close() {
    open = false;
  }
}
