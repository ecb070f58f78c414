package dev.ostler.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/*
 * A server that may not listen at one of its addresses does not say at which, and can not be
 * stopped any more: its threads are gone by then, and it would wait for them.
 */
/** Sees whether a server may listen, before it does. */
final class Listening {
  private Listening() {}

  /**
   * Listens at all of some addresses for a moment.
   *
   * @throws IOException if that may not be at one of them; says why, and what to do
   */
  static void requirePossible(List<ListenAddress> addresses) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (ListenAddress address : addresses) {
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        listen(socket, address);
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void listen(ServerSocket socket, ListenAddress address) throws IOException {
    try {
      socket.setReuseAddress(true);
      socket.bind(address.toListen());
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      throw new IOException("cannot listen at " + address + ": " + why + "; " + advice(why), e);
    }
  }

  private static String advice(String why) {
    String lower = why.toLowerCase(Locale.ROOT);
    if (lower.contains("already in use")) {
      return "another process listens there: end it or choose another port";
    } else if (lower.contains("permission denied")) {
      return "choose a port from 1024 on, or grant CAP_NET_BIND_SERVICE";
    } else {
      return "choose an address of this machine";
    }
  }
}
