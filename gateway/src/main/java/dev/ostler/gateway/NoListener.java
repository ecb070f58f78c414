package dev.ostler.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says why a server could not begin to listen, which does not say at which of its addresses. */
final class NoListener {
  private NoListener() {}

  /** The failure of a server that has been stopped, to listen at one of some addresses. */
  static IOException at(List<ListenAddress> addresses, RuntimeException failure) {
    for (ListenAddress address : addresses) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(address.toListen());
      } catch (IOException e) {
        return failure(address.toString(), String.valueOf(e.getMessage()), failure);
      }
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String all = addresses.stream().map(ListenAddress::toString).collect(Collectors.joining(", "));
    return failure(all, String.valueOf(cause.getMessage()), failure);
  }

  private static IOException failure(String where, String why, RuntimeException cause) {
    return new IOException("cannot listen at " + where + ": " + why + advice(why), cause);
  }

  private static String advice(String why) {
    String lower = why.toLowerCase(Locale.ROOT);
    if (lower.contains("already in use")) {
      return "; another process listens there: end it or choose another port";
    } else if (lower.contains("permission denied")) {
      return "; choose a port from 1024 on, or grant CAP_NET_BIND_SERVICE";
    } else {
      return "; choose an address of this machine";
    }
  }
}
