package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.IoUtils;

/*
 * When a connection breaks, the server does not end every exchange of it: not one whose body had a
 * bad chunk, nor a stream of HTTP/2 whose answer nobody takes any more. What they use would be in
 * use for ever. A listener of a connection cannot be taken back, and a connection may carry a
 * million exchanges, so it has one for all of them.
 */
/** What is to be done for the exchanges of one connection if it ends before they do. */
final class ConnectionEnds {
  private static final AttachmentKey<ConnectionEnds> KEY =
      AttachmentKey.create(ConnectionEnds.class);

  private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

  private ConnectionEnds() {}

  /** Has something run when the connection ends before the exchange, or has ended already. */
  static void add(HttpServerExchange exchange, Runnable end) {
    ConnectionEnds all = of(exchange.getConnection());
    all.ends.add(end);
    exchange.addExchangeCompleteListener((_, next) -> {
      all.ends.remove(end);
      next.proceed();
    });
    if (!exchange.getConnection().isOpen()) {
      all.end();
    }
  }

  /**
   * Hangs up on the client of an exchange that has not ended. Otherwise the server, when it ends,
   * would wait for the next request, and keep what is closed until that is late: 2 KB for two
   * minutes for each of a crowd that does not want to wait.
   */
  static void hangUp(HttpServerExchange exchange) {
    exchange.setPersistent(false);
    IoUtils.safeClose(exchange.getConnection());
  }

  /** All streams of a connection of HTTP/2 have the attachments of that in common. */
  private static ConnectionEnds of(ServerConnection connection) {
    ConnectionEnds known = connection.getAttachment(KEY);
    if (known != null) {
      return known;
    }
    ConnectionEnds made = new ConnectionEnds();
    connection.putAttachment(KEY, made);
    connection.addCloseListener(_ -> made.end());
    return made;
  }

  private void end() {
    for (Runnable end : List.copyOf(ends)) {
      if (ends.remove(end)) {
        end.run();
      }
    }
  }
}
