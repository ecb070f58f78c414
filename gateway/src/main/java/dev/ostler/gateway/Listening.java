package dev.ostler.gateway;

import io.undertow.Undertow;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/*
 * A server that may not listen at one of its addresses does not say at which, and can not be
 * stopped any more: its threads are gone by then, and it would wait for them. So it is seen first
 * whether it may; who takes an address between that and the server's start is noticed all the same.
 */
/** Has a server listen, or says at which of its addresses it may not. */
final class Listening {
  private Listening() {}

  /**
   * Has a server begin to listen.
   *
   * @param addresses of its listeners, in their order
   * @throws IOException as {@link #requirePossible} does; the server must not be stopped then
   */
  static void begin(Undertow server, List<ListenAddress> addresses) throws IOException {
    try {
      server.start();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException why) {
        throw refusal(addresses.get(server.getListenerInfo().size()), why); // those that do listen
      }
      throw e;
    }
  }

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
      throw refusal(address, e);
    }
  }

  private static IOException refusal(ListenAddress address, IOException e) {
    String why = String.valueOf(e.getMessage());
    return new IOException("cannot listen at " + address + ": " + why + "; " + advice(why), e);
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
