package dev.ostler.gateway;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.conduits.ConduitStreamSourceChannel;

/*
 * While a request waits nothing is read from its connection, so nobody would notice that the client
 * has gone. Whose request is read to its end has nothing more to say: what can be read is the end,
 * or the next request, which is put back. A request whose body is not read yet is not watched.
 */
/** Notices that the client of a waiting request has hung up. For its I/O thread. */
final class HangUp {
  private final HttpServerConnection connection;
  private final Runnable gone;
  private boolean watching = true;

  private HangUp(HttpServerConnection connection, Runnable gone) {
    this.connection = connection;
    this.gone = gone;
  }

  /** Returns what ends the watch. */
  static Runnable watch(HttpServerExchange exchange, Runnable gone) {
    if (!exchange.isRequestComplete()
        || !(exchange.getConnection() instanceof HttpServerConnection connection)
        || connection.getExtraBytes() != null) {
      return () -> {};
    }
    HangUp hangUp = new HangUp(connection, gone);
    ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
    source.setReadListener(_ -> hangUp.readable());
    source.resumeReads();
    return hangUp::end;
  }

  private void readable() {
    if (!watching) {
      return;
    }
    PooledByteBuffer buffer = connection.getByteBufferPool().allocate();
    int read;
    try {
      read = connection.getOriginalSourceConduit().read(buffer.getBuffer());
    } catch (IOException broken) {
      read = -1;
    }
    if (read > 0) {
      end();
      buffer.getBuffer().flip();
      connection.ungetRequestBytes(buffer);
      return;
    }
    buffer.close();
    if (read < 0) {
      end();
      gone.run();
    }
  }

  private void end() {
    if (watching) {
      watching = false;
      ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
      source.suspendReads();
      source.setReadListener(null);
    }
  }
}
