package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ostler.engine.EngineException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the processes of a container write, as it comes. For one thread; {@link #close} may be
 * called by another and ends a {@link #next} that waits.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach">stream
 *     format</a>
 */
public final class Output implements AutoCloseable {
  private static final int HEADER = 8;

  /** No process writes that much at once; a longer frame is given in pieces. */
  private static final int PIECE = 64 * 1024;

  private final Client client;
  private final Request request;
  private final Answer answer;
  private final boolean framed;
  private Chunk.Source source = Chunk.Source.STDOUT;
  private long left;

  /**
   * Reads an answer.
   *
   * @param framed whether each piece has a header; output of a terminal has none
   */
  Output(Client client, Request request, Answer answer, boolean framed) {
    this.client = client;
    this.request = request;
    this.answer = answer;
    this.framed = framed;
  }

  /**
   * Waits for the next piece.
   *
   * @return the piece; nothing at the end
   * @throws EngineException if the stream breaks off, or took longer than it may
   */
  public Optional<Chunk> next() throws EngineException {
    try {
      if (framed && left == 0 && !nextFrame()) {
        return Optional.empty();
      }
      byte[] piece = new byte[framed ? (int) Math.min(left, PIECE) : PIECE];
      int read = answer.body().read(piece);
      if (read < 0) {
        return ended();
      }
      left -= framed ? read : 0;
      return Optional.of(
          new Chunk(source, read == piece.length ? piece : Arrays.copyOf(piece, read)));
    } catch (IOException e) {
      throw client.failure(request, e);
    }
  }

  private Optional<Chunk> ended() throws EOFException {
    if (left > 0) {
      throw new EOFException("it ended in the middle of a piece");
    }
    return Optional.empty();
  }

  /** Reads the header of the next frame that has content; false at the end. */
  private boolean nextFrame() throws IOException {
    InputStream in = answer.body();
    while (left == 0) {
      byte[] header = in.readNBytes(HEADER);
      if (header.length == 0) {
        return false;
      }
      if (header.length < HEADER) {
        throw new EOFException("it ended in the middle of a header");
      }
      left = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(4));
      source = source(header[0]);
    }
    return true;
  }

  private Chunk.Source source(byte code) throws IOException {
    return switch (code) {
      case 0, 1 -> Chunk.Source.STDOUT;
      case 2 -> Chunk.Source.STDERR;
      // The engine's own error instead of output.
      case 3 ->
          throw client.failed(
              request, new String(answer.body().readNBytes((int) Math.min(left, PIECE)), UTF_8));
      default ->
          throw EngineException.of(
              Kind.NOT_UNDERSTOOD,
              client.attempt(request),
              "its answer is no output of a process",
              null);
    };
  }

  /** Ends reading. */
  @Override
  public void close() {
    answer.close();
  }
}
