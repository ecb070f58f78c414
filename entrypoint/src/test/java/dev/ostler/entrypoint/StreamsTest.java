package dev.ostler.entrypoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.ConnectionEvent.Drained;
import dev.ostler.entrypoint.ConnectionEvent.Ended;
import dev.ostler.entrypoint.ConnectionEvent.InputEnded;
import dev.ostler.entrypoint.ConnectionEvent.Opened;
import dev.ostler.entrypoint.ConnectionEvent.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamsTest {
  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;

  @BeforeEach
  void open() throws IOException {
    SocketChannel.open().close();
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private Path socket() {
    return folder.resolve("socket");
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** A client of the JDK's. */
  private SocketChannel client() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
  }

  private static void write(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static String readAll(SocketChannel client) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(4 << 20);
    while (client.read(all) >= 0) {}
    return UTF_8.decode(all.flip()).toString();
  }

  @Test
  void halfClosedClientIsStillAnswered() throws Exception {
    entrypoint.listen(socket(), 0600);
    try (SocketChannel client = client()) {
      write(client, "question");
      client.shutdownOutput();
      Connection connection = events.next(Opened.class).connection();
      assertThat(new String(events.next(Received.class).bytes(), UTF_8)).isEqualTo("question");
      events.next(InputEnded.class);
      events.none();

      assertThat(connection.write("answer".getBytes(UTF_8))).isTrue();
      connection.finish();

      assertThat(events.next(Ended.class).reason()).isEmpty();
      assertThat(readAll(client)).isEqualTo("answer");
      events.none();
    }
  }

  @Test
  void clientThatGoesEndsTheConnection() throws Exception {
    entrypoint.listen(socket(), 0600);
    try (SocketChannel client = client()) {
      write(client, "last words");
    }

    Connection connection = events.next(Opened.class).connection();
    assertThat(new String(events.next(Received.class).bytes(), UTF_8)).isEqualTo("last words");
    assertThat(events.next(Ended.class).connection()).isSameAs(connection);
    assertThat(connection.write(new byte[1])).isFalse();
    events.none();
  }

  /** It is heard though nothing can be written to it. */
  @Test
  void clientThatGoesWithoutReadingIsHeard() throws Exception {
    entrypoint.listen(socket(), 0600);
    Connection connection;
    try (SocketChannel client = client()) {
      connection = events.next(Opened.class).connection();
      write(client, "last words");
    }
    assertThat(connection.write("welcome".getBytes(UTF_8))).isFalse();

    assertThat(new String(events.next(Received.class).bytes(), UTF_8)).isEqualTo("last words");
    assertThat(events.next(Ended.class).reason().orElseThrow())
        .hasMessage("cannot write to " + socket() + ": Broken pipe (errno 32)");
    events.none();
  }

  @Test
  void slowReaderFillsTheQueueToItsLimitAndGetsEverything() throws Exception {
    entrypoint.listen(socket(), 0600);
    try (SocketChannel client = client()) {
      Connection connection = events.next(Opened.class).connection();
      byte[] line = "0123456789".repeat(1000).getBytes(UTF_8);
      int lines = 0;
      while (connection.write(line)) {
        lines++;
      }
      assertThat(connection.waiting())
          .isBetween(Connection.LARGEST_QUEUE - line.length + 1, Connection.LARGEST_QUEUE);
      assertThat(events.during(Duration.ofMillis(100))).isEmpty();
      int expected = lines * line.length;
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  ByteBuffer all = ByteBuffer.allocate(expected);
                  while (all.hasRemaining() && client.read(all) >= 0) {}
                  assertThat(all.hasRemaining()).isFalse();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });

      assertThat(events.next(Drained.class).connection()).isSameAs(connection);
      assertThat(connection.waiting()).isZero();
      reader.join();
      assertThat(connection.write(line)).isTrue();
    }
  }

  @Test
  void finishedConnectionIsWrittenToItsEnd() throws Exception {
    entrypoint.listen(socket(), 0600);
    byte[] much = new byte[Connection.LARGEST_QUEUE];
    Arrays.fill(much, (byte) 'x');
    try (SocketChannel client = client()) {
      Connection connection = events.next(Opened.class).connection();
      assertThat(connection.write(much)).isTrue();
      connection.finish();
      assertThat(connection.write(new byte[1])).isFalse();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                try (client) {
                  assertThat(readAll(client)).hasSize(much.length);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });

      assertThat(events.next(Ended.class).reason()).isEmpty();
      reader.join();
    }
  }

  @Test
  void tcpClientGetsTheAnswerThoughItsRequestIsNotRead() throws Exception {
    ListenHandler listener = entrypoint.listen(local(0));
    try (SocketChannel client = SocketChannel.open(local(listener.port().orElseThrow()))) {
      Connection connection = events.next(Opened.class).connection();
      assertThat(connection.peer()).isEmpty();
      connection.write("too large".getBytes(UTF_8));
      connection.finish();
      write(client, "x".repeat(100_000));

      assertThat(readAll(client)).isEqualTo("too large");
      assertThat(events.next(Ended.class).reason()).isEmpty();
    }
  }

  @Test
  void closedConnectionTellsNothing() throws Exception {
    entrypoint.listen(socket(), 0600);
    try (SocketChannel client = client()) {
      write(client, "hello");
      Connection connection = events.next(Opened.class).connection();

      connection.close();
      connection.close();
      connection.finish();

      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .as("what it has sent was not read")
          .hasMessage("Connection reset");
      events.none();
    }
  }

  @Test
  void refusedConnectionEnds() throws Exception {
    int free;
    try (ListenHandler listener = entrypoint.listen(local(0))) {
      free = listener.port().orElseThrow();
    }

    Connection tcp = entrypoint.connect(local(free));
    assertThat(events.next(Ended.class).reason().orElseThrow())
        .hasMessage("cannot connect to 127.0.0.1:" + free + ": Connection refused (errno 111)");
    entrypoint.connect(socket());
    assertThat(events.next(Ended.class).reason().orElseThrow())
        .hasMessage("cannot connect to " + socket() + ": No such file or directory (errno 2)");
    assertThat(tcp.write(new byte[1])).isFalse();
  }

  @Test
  void thousandsOfConnectionsLeaveNothingBehind() throws Exception {
    entrypoint.listen(socket(), 0600);
    long before = OwnState.descriptors();
    for (int i = 0; i < 3000; i++) {
      Connection ours = entrypoint.connect(socket());
      assertThat(ours.write("ping".getBytes(UTF_8))).isTrue();
      ours.finish();
      events.await(InputEnded.class).connection().finish();
      events.await(Ended.class);
      events.await(Ended.class);
    }

    assertThat(OwnState.descriptors()).isEqualTo(before);
  }

  @Test
  void tooManyConnectionsWaitUntilOneHasEnded() throws Exception {
    ListenHandler listener = entrypoint.listen(local(0));
    Connection first = null;
    for (int i = 0; i < ListenHandler.MOST_OPEN; i++) {
      entrypoint.connect(local(listener.port().orElseThrow()));
      Connection accepted =
          events.await(Opened.class, opened -> opened.listener().isPresent()).connection();
      first = i == 0 ? accepted : first;
    }
    events.during(Duration.ofMillis(100));
    entrypoint.connect(local(listener.port().orElseThrow()));
    assertThat(events.during(Duration.ofMillis(200)))
        .singleElement()
        .isInstanceOf(Opened.class); // by the kernel

    first.close();

    events.await(Opened.class, opened -> opened.listener().isPresent());
  }

  @Test
  void entrypointClosesItsConnections() throws Exception {
    entrypoint.listen(socket(), 0600);
    try (SocketChannel client = client()) {
      events.next(Opened.class);

      entrypoint.close();

      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(socket()).doesNotExist();
    }
  }
}
