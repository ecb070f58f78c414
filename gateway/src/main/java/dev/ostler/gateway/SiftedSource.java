package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/*
 * Nearly everything passes as it is, and is read straight to where it goes. From where something
 * has to be changed on, bytes are kept until enough of them have come; what that gives is handed on
 * before anything else is read. Whoever reads is not told by the kernel that there is some.
 */
/** What comes from an app, changed here and there before the proxy's client sees it. */
abstract class SiftedSource extends AbstractStreamSourceConduit<StreamSourceConduit> {
  /** More than any head that is taken. */
  static final int MOST = 64 * 1024;

  private static final int PIECE = 8 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer kept = NOTHING;
  private ByteBuffer ready = NOTHING;

  SiftedSource(StreamSourceConduit next) {
    super(next);
  }

  /** Takes as many bytes as pass as they are. */
  abstract void pass(ByteBuffer bytes);

  /**
   * Takes bytes that do not.
   *
   * @param changed gets what becomes of them
   * @return whether they were enough; if not, they are not taken
   * @throws IOException if nothing good can come of them
   */
  abstract boolean change(ByteBuffer bytes, ByteArrayOutputStream changed) throws IOException;

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (ready.hasRemaining() && !next.isReadShutdown()) {
      return hand(into);
    }
    int begin = into.position();
    int read = kept.hasRemaining() ? readMore() : readStraight(into);
    if (read <= 0) {
      return read;
    }
    settle();
    hand(into);
    return into.position() - begin;
  }

  private int readStraight(ByteBuffer into) throws IOException {
    int begin = into.position();
    int read = next.read(into);
    if (read > 0) {
      ByteBuffer came = into.duplicate().flip().position(begin);
      pass(came);
      into.position(came.position());
      keep(came);
    }
    return read;
  }

  private int readMore() throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    int read = next.read(piece);
    keep(piece.flip());
    return read;
  }

  private void keep(ByteBuffer more) throws IOException {
    if (more.hasRemaining()) {
      kept = ByteBuffer.allocate(kept.remaining() + more.remaining()).put(kept).put(more).flip();
    }
  }

  private void settle() throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(0);
    boolean goesOn = kept.hasRemaining();
    while (goesOn) {
      goesOn = change(kept, changed) && kept.hasRemaining();
      ByteBuffer passed = kept.slice();
      pass(kept);
      byte[] same = new byte[passed.remaining() - kept.remaining()];
      passed.get(same);
      changed.writeBytes(same);
      goesOn = goesOn && kept.hasRemaining();
    }
    if (kept.remaining() > MOST) {
      throw new IOException("the head or the trailers of the answer are too long");
    }
    kept = kept.hasRemaining() ? kept : NOTHING;
    ready = ByteBuffer.wrap(changed.toByteArray());
  }

  private int hand(ByteBuffer into) {
    int count = Math.min(ready.remaining(), into.remaining());
    into.put(ready.slice().limit(count));
    ready.position(ready.position() + count);
    if (ready.hasRemaining() && count > 0) {
      next.wakeupReads();
    }
    return count;
  }

  private boolean isIdle() {
    return !ready.hasRemaining() && !kept.hasRemaining();
  }

  /** Whether all that comes passes from now on until something is said. */
  abstract boolean passesAll();

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    if (isIdle() && passesAll()) {
      return next.read(into, offset, length);
    }
    for (int i = offset; i < offset + length; i++) {
      if (into[i].hasRemaining()) {
        return read(into[i]);
      }
    }
    return 0;
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return isIdle() && passesAll()
        ? next.transferTo(position, count, target)
        : target.transferFrom(new ConduitReadableByteChannel(this), position, count);
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    return isIdle() && passesAll()
        ? next.transferTo(count, throughBuffer, target)
        : Conduits.transfer(this, count, throughBuffer, target);
  }

  @Override
  public void terminateReads() throws IOException {
    ready = NOTHING;
    kept = NOTHING;
    next.terminateReads();
  }

  @Override
  public void resumeReads() {
    if (ready.hasRemaining()) {
      next.wakeupReads();
    } else {
      next.resumeReads();
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    if (!ready.hasRemaining()) {
      next.awaitReadable();
    }
  }

  @Override
  public void awaitReadable(long time, TimeUnit unit) throws IOException {
    if (!ready.hasRemaining()) {
      next.awaitReadable(time, unit);
    }
  }
}
