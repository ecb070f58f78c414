package dev.ostler.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlClientTest {
  private static final String EVENT =
      "{\"id\":1,\"event\":{\"at\":\"2026-11-21T12:00:00Z\",\"kind\":\"ready\",\"message\":\"m\"}}\n";

  @TempDir Path folder;
  private Path socket;
  private ServerSocketChannel server;
  private CompletableFuture<SocketChannel> other = new CompletableFuture<>();

  @BeforeEach
  void listen() throws IOException {
    socket = folder.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), 1);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private ControlClient client() {
    return ControlClient.at(socket).withPatience(Duration.ofSeconds(10));
  }

  /** Accepts one client, answers its first line by bytes given, and leaves it open. */
  private void answer(String bytes) {
    other =
        CompletableFuture.supplyAsync(() -> {
          try {
            SocketChannel channel = server.accept();
            ByteBuffer request = ByteBuffer.allocate(1 << 16);
            while (request.position() == 0 || request.get(request.position() - 1) != '\n') {
              channel.read(request);
            }
            channel.write(ByteBuffer.wrap(bytes.getBytes(UTF_8)));
            return channel;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void nobodyListensIsSaidWithWhatToDo() throws IOException {
    server.close();
    Path nowhere = folder.resolve("nowhere");

    assertThatThrownBy(() -> client().hello())
        .isInstanceOf(ControlException.class)
        .hasMessage(
            "cannot talk to Ostler at "
                + socket
                + ": nobody listens there; is `ostler run FILE` with `control` running?");
    assertThatThrownBy(() -> ControlClient.at(nowhere).hello())
        .hasMessage(
            "cannot talk to Ostler at "
                + nowhere
                + ": nobody listens there; is `ostler run FILE` with `control` running?")
        .extracting(e -> ((ControlException) e).code())
        .isEqualTo(ErrorCode.UNREACHABLE);
  }

  @Test
  void pathThatNoSocketCanHaveIsNotTakenForOneWhereNobodyListens() {
    Path tooLong = Path.of("/" + "x".repeat(107));

    assertThatThrownBy(() -> ControlClient.at(tooLong).hello())
        .hasMessage(
            "cannot talk to Ostler at "
                + tooLong
                + ": a socket's path has at most 107 bytes; give a shorter one");
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForLongerThanPatience() {
    answer("{\"id\":1,");
    ControlClient client = client().withPatience(Duration.ofMillis(200));

    assertThatThrownBy(client::hello)
        .hasMessage("cannot get an answer of Ostler at " + socket + ": none came within 200 ms")
        .extracting(e -> ((ControlException) e).code())
        .isEqualTo(ErrorCode.NO_ANSWER);
  }

  @Test
  void whoDoesNotAcceptIsNotWaitedForLongerThanPatience() throws Exception {
    fillTheQueue();
    ControlClient client = client().withPatience(Duration.ofMillis(200));

    assertThatThrownBy(client::hello)
        .isInstanceOf(ControlException.class)
        .hasMessage(
            "cannot get an answer of Ostler at " + socket + ": it takes no more connections");
  }

  private void fillTheQueue() throws IOException {
    for (int i = 0; i < 2; i++) {
      SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
      waiting.connect(UnixDomainSocketAddress.of(socket));
    }
  }

  @Test
  void whoGoesAwayInTheMiddleIsSaid() {
    answer("{\"id\":1,");
    CompletableFuture<Void> left = other.thenAccept(ControlClientTest::closeQuietly);

    assertThatThrownBy(() -> client().hello())
        .hasMessage("cannot get an answer of Ostler at " + socket + ": it closed the connection");
    left.join();
  }

  @Test
  void whoSpeaksSomethingElseIsSaid() {
    answer("HTTP/1.1 400 Bad Request\r\n");

    assertThatThrownBy(() -> client().hello())
        .hasMessage(
            "cannot understand the answer of "
                + socket
                + ": expected a value at character 1; is it an Ostler of another version?");
  }

  @Test
  void failureIsThrownWithItsCode() {
    answer("{\"id\":1,\"error\":{\"code\":\"not-permitted\",\"message\":\"cannot let you\"}}\n");

    assertThatThrownBy(() -> client().hello())
        .hasMessage("cannot let you")
        .extracting(e -> ((ControlException) e).code())
        .isEqualTo(ErrorCode.NOT_PERMITTED);
  }

  @Test
  void historyIsReadToItsEnd() throws Exception {
    answer(
        "{\"id\":1,\"log\":{\"process\":\"web\",\"stream\":\"stdout\",\"at\":\"2026-11-21T12:00:00Z\","
            + "\"text\":\"é\"}}\n{\"id\":1,\"ok\":{}}\n");

    assertThat(client().logs(List.of(), 10))
        .containsExactly(new LogLine("web", LogLine.Stream.STDOUT, Samples.NOON, "é"));
  }

  @Test
  void subscriptionHoldsWhenItIsReturned() throws Exception {
    answer("{\"id\":1,\"following\":{}}\n" + EVENT);

    try (Subscription<ControlEvent> events = client().events()) {
      assertThat(events.iterator().next().kind()).isEqualTo(ControlEvent.Kind.READY);
    }
    assertThat(other.join().read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void closingFromAnotherThreadEndsTheReading() throws Exception {
    answer("{\"id\":1,\"following\":{}}\n");
    Subscription<ControlEvent> events = client().events();
    Iterator<ControlEvent> taking = events.iterator();
    CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(taking::hasNext);

    events.close();
    events.close();

    assertThat(more.join()).isFalse();
  }

  @Test
  void followerThatIsTooSlowIsTold() throws Exception {
    answer(
        "{\"id\":1,\"following\":{}}\n"
            + EVENT
            + new AnswerLine(OptionalLong.of(1), Failure.tooSlow(7)).write());

    try (Subscription<ControlEvent> events = client().events()) {
      Iterator<ControlEvent> taking = events.iterator();
      taking.next();

      assertThatThrownBy(taking::hasNext)
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessage(
              "cannot follow so slowly: 7 lines are lost before those just sent; read faster, or"
                  + " ask for fewer processes");
    }
  }

  @Test
  void patienceMustBePositive() {
    assertThatThrownBy(() -> client().withPatience(Duration.ZERO))
        .hasMessage("patience must be positive, got PT0S");
  }

  @Test
  void nameThatIsNoSocketIsSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> ControlClient.at(file).hello())
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith("cannot talk to Ostler at " + file + ": ");
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
