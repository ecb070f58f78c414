package dev.ostler.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Speaks HTTP at a unix socket and asks somebody else what to answer. */
final class FakeServer implements AutoCloseable {
  /** Decides about calls. */
  interface Calls {
    /** The answer; nothing breaks the connection. */
    Optional<FakeAnswer> answer(FakeCall call) throws InterruptedException;
  }

  private final ServerSocketChannel listener;
  private final Set<Duplex> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger most = new AtomicInteger();
  private final Calls calls;
  private final String apiVersion;

  FakeServer(Path socket, String apiVersion, Calls calls) {
    this.calls = calls;
    this.apiVersion = apiVersion;
    try {
      listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(socket), 128);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fake engine").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        channel.configureBlocking(false);
        Duplex duplex = new ChannelDuplex(channel);
        open.add(duplex);
        most.accumulateAndGet(open.size(), Math::max);
        Thread.ofVirtual().name("fake engine's connection").start(() -> serve(duplex));
      }
    } catch (IOException closed) {
      // The end of the fake.
    }
  }

  private void serve(Duplex duplex) {
    try {
      DefaultBHttpServerConnection http =
          new DefaultBHttpServerConnection("http", Http1Config.DEFAULT);
      http.bind(new DuplexSocket(duplex));
      while (exchange(http, duplex)) {
        // One call after the other.
      }
    } catch (IOException | UncheckedIOException | HttpException | InterruptedException hungUp) {
      // The client's business, also in the middle of what it sends.
    } finally {
      duplex.close();
      open.remove(duplex);
    }
  }

  /** One call; false if the connection is not for further ones. */
  private boolean exchange(DefaultBHttpServerConnection http, Duplex duplex)
      throws IOException, HttpException, InterruptedException {
    ClassicHttpRequest request = http.receiveRequestHeader();
    if (request == null) {
      return false;
    }
    http.receiveRequestEntity(request);
    InputStream body =
        request.getEntity() == null
            ? InputStream.nullInputStream()
            : unclosed(request.getEntity().getContent());
    Header auth = request.getFirstHeader("X-Registry-Auth");
    FakeCall call =
        FakeCall.of(
            request.getMethod(), request.getPath(), auth == null ? "" : auth.getValue(), body);
    var answer = calls.answer(call);
    if (answer.isEmpty()) {
      return false;
    }
    body.transferTo(OutputStream.nullOutputStream());
    return send(http, duplex, call, answer.get());
  }

  /** Closing a body would end the connection. */
  private static InputStream unclosed(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public void close() {}
    };
  }

  private boolean send(
      DefaultBHttpServerConnection http, Duplex duplex, FakeCall call, FakeAnswer answer)
      throws IOException, HttpException {
    ClassicHttpResponse response = head(answer);
    response.addHeader("Api-Version", apiVersion);
    http.sendResponseHeader(response);
    if (response.getEntity() != null && !call.method().equals("HEAD")) {
      http.sendResponseEntity(response);
    }
    http.flush();
    if (answer instanceof FakeAnswer.Upgrade upgrade) {
      upgrade.conversation().hold(duplex);
      return false;
    }
    return true;
  }

  private static ClassicHttpResponse head(FakeAnswer answer) {
    return switch (answer) {
      case FakeAnswer.Text text -> {
        byte[] bytes = Json.bytes(text.json());
        ClassicHttpResponse response = new BasicClassicHttpResponse(text.status());
        response.addHeader("Content-Type", "application/json");
        response.addHeader("Content-Length", bytes.length);
        response.setEntity(new ByteArrayEntity(bytes, ContentType.APPLICATION_JSON));
        yield response;
      }
      case FakeAnswer.Status status -> {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status.status());
        status.headers().forEach(response::addHeader);
        if (status.status() == 200) {
          response.addHeader("Content-Length", "0");
        }
        yield response;
      }
      case FakeAnswer.Stream stream -> {
        ClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.addHeader("Content-Type", stream.type());
        response.addHeader("Transfer-Encoding", "chunked");
        response.setEntity(new EntityTemplate(-1, null, null, stream.writer()::writeTo));
        yield response;
      }
      case FakeAnswer.Upgrade _ -> {
        ClassicHttpResponse response = new BasicClassicHttpResponse(101);
        response.addHeader("Connection", "Upgrade");
        response.addHeader("Upgrade", "tcp");
        yield response;
      }
    };
  }

  int mostConnections() {
    return most.get();
  }

  /** Breaks every connection that is open, as a restart of an engine does. */
  void disconnectAll() {
    open.forEach(Duplex::close);
  }

  @Override
  public void close() {
    Closing.quietly(listener);
    disconnectAll();
  }
}
