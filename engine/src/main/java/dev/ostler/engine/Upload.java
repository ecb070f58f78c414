package dev.ostler.engine;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a streamed body, and tells a source that cannot be read from an engine that hangs up. */
final class Upload {
  private Upload() {}

  /** What was to be sent could not be read. */
  static final class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    SourceException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  static void write(Body.Writer writer, OutputStream out) throws IOException {
    Watched watched = new Watched(out);
    try {
      writer.writeTo(watched);
    } catch (IOException e) {
      if (watched.failure != null) {
        throw watched.failure;
      }
      throw new SourceException(e);
    }
  }

  /** Remembers its own failure. Closing is for whoever made the stream. */
  private static final class Watched extends FilterOutputStream {
    private @Nullable IOException failure;

    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() {}
  }
}
