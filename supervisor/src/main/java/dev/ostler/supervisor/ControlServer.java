package dev.ostler.supervisor;

import dev.ostler.control.ErrorCode;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.Connection;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ListenHandler;
import dev.ostler.linux.Peer;
import dev.ostler.linux.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the control socket: lets in who may, and keeps the conversations. Fed with the events of
 * the loop; never waits for a client.
 */
final class ControlServer implements AutoCloseable {
  static final int MOST_CONNECTIONS = 64;

  private static final int OWNER_ALONE = 0600;

  private final ListenHandler listener;
  private final Access access;
  private final ControlDesk desk;
  private final Map<Connection, ControlConversation> conversations = new LinkedHashMap<>();

  private ControlServer(ListenHandler listener, Access access, ControlDesk desk) {
    this.listener = listener;
    this.access = access;
    this.desk = desk;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the socket's name is too long, in use, or cannot be made
   */
  static ControlServer open(Entrypoint entrypoint, ControlSocket socket, Commands commands, Net net)
      throws IOException {
    boolean given = socket.group().isPresent();
    ListenHandler listener = entrypoint.listen(socket.path(), given ? OWNER_ALONE : socket.mode());
    try {
      if (given) {
        giveToGroup(socket);
      }
      Access access = new Access(owner(socket.path()), group(socket.path()), socket.mode());
      return new ControlServer(listener, access, new ControlDesk(entrypoint, commands, net));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** The group first: the mode must not let in the group that the name was made with. */
  private static void giveToGroup(ControlSocket socket) throws IOException {
    int group = socket.group().orElseThrow();
    try {
      Files.setAttribute(socket.path(), "unix:gid", group);
      Files.setAttribute(socket.path(), "unix:mode", socket.mode());
    } catch (IOException e) {
      throw new IOException(
          "cannot let group "
              + Integer.toUnsignedString(group)
              + " use "
              + socket.path()
              + ": "
              + e.getMessage()
              + "; run as root or as a member of it",
          e);
    }
  }

  /** Whoever makes a name owns it: this is the user that we run as. */
  private static int owner(Path made) throws IOException {
    return (int) Files.getAttribute(made, "unix:uid");
  }

  private static int group(Path made) throws IOException {
    return (int) Files.getAttribute(made, "unix:gid");
  }

  /** Takes what happens to connections; whether it was one of ours. */
  boolean happened(ConnectionEvent event) {
    if (event instanceof ConnectionEvent.Opened opened
        && opened.listener().equals(Optional.of(listener))) {
      if (!desk.net().holds("control", () -> opened(opened.connection()))) {
        opened.connection().close();
      }
      return true;
    }
    ControlConversation conversation = conversations.get(event.connection());
    if (conversation == null) {
      return false;
    }
    if (!desk.net().holds("control", () -> tell(conversation, event))) {
      conversation.close();
    }
    return true;
  }

  private void tell(ControlConversation conversation, ConnectionEvent event) {
    switch (event) {
      case ConnectionEvent.Opened _ -> {} // told above
      case ConnectionEvent.Received received -> conversation.received(received.bytes());
      case ConnectionEvent.InputEnded _ -> conversation.inputEnded();
      case ConnectionEvent.Drained _ -> conversation.proceed();
      case ConnectionEvent.Ended _ -> conversation.close();
    }
    if (conversation.isClosed()) {
      conversations.remove(event.connection());
    }
  }

  private void opened(Connection connection) {
    conversations.values().removeIf(ControlConversation::isClosed);
    Optional<Peer> known = connection.peer();
    if (known.isEmpty()) {
      connection.close(); // unknown is not permitted
      return;
    }
    Peer peer = known.get();
    ControlConversation conversation = new ControlConversation(connection, peer, desk);
    Optional<String> refusal = access.refusal(peer, ControlServer::isMember);
    if (refusal.isPresent()) {
      conversation.refuse(ErrorCode.NOT_PERMITTED, refusal.get());
    } else if (!hasRoom()) {
      conversation.refuse(
          ErrorCode.TOO_MANY_CONNECTIONS,
          "cannot talk to so many: " + MOST_CONNECTIONS + " are connected; try again later");
    }
    conversations.put(connection, conversation);
  }

  /** Whoever asks should not find all places taken by those who do not read. */
  private boolean hasRoom() {
    if (places() >= MOST_CONNECTIONS) {
      conversations.values().stream()
          .filter(ControlConversation::isStuck)
          .forEach(ControlConversation::close);
      conversations.values().removeIf(ControlConversation::isClosed);
    }
    return places() < MOST_CONNECTIONS;
  }

  /** Those who are only told why they are refused need none. */
  private long places() {
    return conversations.values().stream().filter(one -> !one.isRefused()).count();
  }

  /** For kernels that do not tell the groups of a peer. */
  private static boolean isMember(int user, int group) {
    try {
      return new Users().find(Integer.toUnsignedString(user)).supplementaryGroups().contains(group);
    } catch (IOException e) {
      return false; // Who cannot be looked up is not known to be a member.
    }
  }

  /** How many are connected. */
  int connections() {
    conversations.values().removeIf(ControlConversation::isClosed);
    return conversations.size();
  }

  /** Takes an alarm; whether it was one of ours. */
  boolean rang(AlarmRang rang) {
    return desk.rang(rang.alarm());
  }

  /** Lets nobody in any more and ends all conversations. A second call does nothing. */
  @Override
  public void close() {
    listener.close();
    for (ControlConversation conversation : conversations.values()) {
      conversation.refuse(ErrorCode.ENDING, "cannot answer any more: the supervisor ends");
    }
    conversations.values().forEach(ControlConversation::close);
    conversations.clear();
  }
}
