package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** An engine's answer. Its connection goes back to the pool when all of it was read. */
final class Answer implements AutoCloseable {
  /** What happens to a connection after its answer. */
  interface Return {
    /** Takes it back, whole or to be closed. Called once. */
    void take(HttpConnection connection, boolean reusable);
  }

  private final ClassicHttpResponse response;
  private final HttpConnection connection;
  private final Return back;
  private final Function<IOException, EngineException> meaning;
  private final InputStream body;
  private Runnable whenClosed = () -> {};
  private boolean ended;
  private boolean closed;

  Answer(
      ClassicHttpResponse response,
      HttpConnection connection,
      Return back,
      Function<IOException, EngineException> meaning)
      throws IOException {
    this.response = response;
    this.connection = connection;
    this.back = back;
    this.meaning = meaning;
    HttpEntity entity = response.getEntity();
    InputStream content = entity == null ? null : entity.getContent();
    this.ended = content == null;
    this.body = new Body(content == null ? InputStream.nullInputStream() : content);
  }

  int status() {
    return response.getCode();
  }

  Optional<String> header(String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
  }

  /**
   * The content, which throws {@link EngineException}; reading it to its end frees the connection
   * for others at {@link #close}.
   */
  InputStream body() {
    return body;
  }

  HttpConnection connection() {
    return connection;
  }

  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      back.take(connection, ended && staysOpen());
      whenClosed.run();
    }
  }

  private boolean staysOpen() {
    boolean asksToClose =
        header("Connection").map(value -> value.equalsIgnoreCase("close")).orElse(false);
    return status() != 101
        && !asksToClose
        && response.getVersion() != null
        && response.getVersion().greaterEquals(org.apache.hc.core5.http.HttpVersion.HTTP_1_1);
  }

  private final class Body extends InputStream {
    private final InputStream content;

    Body(InputStream content) {
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      try {
        int read = content.read(bytes, offset, length);
        ended |= read < 0;
        return read;
      } catch (IOException e) {
        throw meaning.apply(e);
      }
    }

    @Override
    public void close() {
      Answer.this.close();
    }
  }
}
