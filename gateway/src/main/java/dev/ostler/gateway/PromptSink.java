package dev.ostler.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Sends what is written at once. HTTP/2 makes frames of bytes, and keeps those of a small one until
 * more come; whoever speaks a word and waits for the answer would wait for ever.
 */
final class PromptSink extends AbstractStreamSinkConduit<StreamSinkConduit> {
  PromptSink(StreamSinkConduit next) {
    super(next);
  }

  private long sent(long written) throws IOException {
    if (written > 0) {
      next.flush();
    }
    return written;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return (int) sent(next.write(bytes));
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
    return sent(next.write(bytes, offset, length));
  }

  @Override
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    return sent(next.transferFrom(file, position, count));
  }

  @Override
  public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer)
      throws IOException {
    return sent(next.transferFrom(source, count, throughBuffer));
  }
}
