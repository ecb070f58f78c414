package dev.ostler.engine;

import dev.ostler.engine.EngineException.Kind;
import java.io.IOException;
import java.util.Optional;

/**
 * A process of a container with a stream to its input and from its outputs. One thread may read
 * while another writes.
 */
public final class Session implements AutoCloseable {
  private final Client client;
  private final Request request;
  private final Answer answer;
  private final Output output;

  Session(Client client, Request request, Answer answer, boolean framed) {
    this.client = client;
    this.request = request;
    this.answer = answer;
    this.output = new Output(client, request, answer, framed);
  }

  /**
   * Waits for what it writes.
   *
   * @return the next piece; nothing when it has closed its outputs
   * @throws EngineException if the stream breaks
   */
  public Optional<Chunk> next() throws EngineException {
    return output.next();
  }

  /**
   * Writes to its standard input. Blocks while nobody takes it.
   *
   * @param bytes what to write
   * @throws EngineException if the stream breaks
   */
  public void write(byte[] bytes) throws EngineException {
    try {
      answer.connection().duplex().output().write(bytes);
      answer.connection().duplex().output().flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Closes its standard input.
   *
   * @throws EngineException if the stream breaks
   */
  public void finishInput() throws EngineException {
    try {
      answer.connection().duplex().finishOutput();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private EngineException failed(IOException e) {
    return EngineException.of(
        Kind.UNKNOWN,
        client.attempt(request),
        "its standard input cannot be written: " + e.getMessage(),
        e);
  }

  /** Lets go of the process, which goes on by itself. */
  @Override
  public void close() {
    output.close();
  }
}
