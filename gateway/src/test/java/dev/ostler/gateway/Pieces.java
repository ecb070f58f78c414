package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Bytes that come piece by piece, with nothing in between. */
final class Pieces extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final ByteBuffer bytes;
  private final int piece;
  private boolean isNothing;

  Pieces(String text, int piece) {
    super(nothing());
    bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    this.piece = piece;
  }

  /** What is behind it is never asked. */
  private static StreamSourceConduit nothing() {
    Class<?>[] types = {StreamSourceConduit.class};
    ClassLoader loader = Pieces.class.getClassLoader();
    return (StreamSourceConduit) Proxy.newProxyInstance(loader, types, (_, _, _) -> null);
  }

  @Override
  public int read(ByteBuffer into) {
    isNothing = !isNothing;
    if (isNothing && bytes.hasRemaining()) {
      return 0;
    }
    int count = Math.min(piece, Math.min(into.remaining(), bytes.remaining()));
    into.put(bytes.slice().limit(count));
    bytes.position(bytes.position() + count);
    return count == 0 ? -1 : count;
  }

  @Override
  public boolean isReadShutdown() {
    return false;
  }

  @Override
  public void wakeupReads() {}

  /** Everything, by a buffer with so much room. */
  String readAll(Function<StreamSourceConduit, StreamSourceConduit> through, int room)
      throws IOException {
    StreamSourceConduit source = through.apply(this);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(room);
    while (source.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
