package dev.ostler.gateway;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.ImmediatePooledByteBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSourceChannel;

/*
 * While a request waits nothing is read from its connection, so nobody would notice that the client
 * has gone. What can be read is the end, or more of the body, or the next request: what is not the
 * end is put back for whoever reads next. Of a body so much is read and no more; behind that the end
 * is not seen, and the client is noticed when its turn comes.
 */
/** Notices that the client of a waiting request has hung up. For its I/O thread. */
final class HangUp {
  /** As much of a body as is taken to see what comes behind it. */
  static final int MOST = 16 * 1024;

  private final HttpServerConnection connection;
  private final boolean hasBody;
  private final Runnable gone;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream(0);
  private boolean watching = true;

  private HangUp(HttpServerConnection connection, boolean hasBody, Runnable gone) {
    this.connection = connection;
    this.hasBody = hasBody;
    this.gone = gone;
  }

  /** Returns what ends the watch. */
  static Runnable watch(HttpServerExchange exchange, Runnable gone) {
    boolean hasBody = !exchange.isRequestComplete();
    if (!(exchange.getConnection() instanceof HttpServerConnection connection)
        || (!hasBody && connection.getExtraBytes() != null)) {
      return () -> {};
    }
    HangUp hangUp = new HangUp(connection, hasBody, gone);
    connection.getChannel().getSourceChannel().setReadListener(_ -> hangUp.readable());
    // Not that of the body: it would say again and again that some of it is there.
    connection.getOriginalSourceConduit().resumeReads();
    return hangUp::end;
  }

  private void readable() {
    if (!watching) {
      return;
    }
    int read = read();
    if (read < 0) {
      end();
      gone.run();
    } else if (read > 0 && (!hasBody || taken.size() >= MOST)) {
      end();
    }
  }

  /** Negative at the end. */
  private int read() {
    try (PooledByteBuffer pooled = connection.getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      int read = connection.getOriginalSourceConduit().read(buffer);
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      taken.writeBytes(bytes);
      return read;
    } catch (IOException broken) {
      return -1;
    }
  }

  private void end() {
    if (watching) {
      watching = false;
      ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
      connection.getOriginalSourceConduit().suspendReads();
      source.setReadListener(null);
      putBack();
    }
  }

  /** Behind what came with the head. */
  private void putBack() {
    if (taken.size() == 0) {
      return;
    }
    PooledByteBuffer before = connection.getExtraBytes();
    ByteBuffer all =
        ByteBuffer.allocate((before == null ? 0 : before.getBuffer().remaining()) + taken.size());
    if (before != null) {
      all.put(before.getBuffer());
      before.close();
    }
    all.put(taken.toByteArray()).flip();
    connection.setExtraBytes(new ImmediatePooledByteBuffer(all));
  }
}
