package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixDialerTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path folder;
  private ServerSocketChannel listener;
  private UnixDialer dialer;

  @BeforeEach
  void listen() throws IOException {
    Path socket = folder.resolve("s");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket), 1);
    dialer = new UnixDialer(socket);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @Test
  void engineThatAcceptsNothingIsUnreachableAtTheDeadline() throws EngineException {
    try (Duplex first = dialer.dial(SHORT);
        Duplex second = dialer.dial(SHORT)) {
      assertThat(first).isNotEqualTo(second);

      EngineException e = catchThrowableOfType(EngineException.class, () -> dialer.dial(SHORT));

      assertThat(e.kind()).isEqualTo(EngineException.Kind.UNREACHABLE);
      assertThat(e.reason()).isEqualTo("it accepted no connection within 100 ms; is it hanging?");
    }
  }

  @Test
  void readGoesOnAfterItsDeadline() throws IOException {
    try (Duplex duplex = dialer.dial(SHORT);
        SocketChannel other = listener.accept()) {
      duplex.readDeadline(SHORT);
      assertThatThrownBy(() -> duplex.input().read())
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("nothing came within 100 ms");
      other.write(ByteBuffer.wrap(new byte[] {7}));

      assertThat(duplex.input().read()).isEqualTo(7);
    }
  }

  @Test
  void outputEndsAlone() throws IOException {
    try (Duplex duplex = dialer.dial(SHORT);
        SocketChannel other = listener.accept()) {
      duplex.finishOutput();
      assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      other.write(ByteBuffer.wrap(new byte[] {7}));

      assertThat(duplex.input().read()).isEqualTo(7);
    }
  }

  @Test
  void closingEndsAReadAndAWriteThatWait() throws Exception {
    Duplex duplex = dialer.dial(SHORT);
    try (SocketChannel other = listener.accept()) {
      Thread[] threads = new Thread[2];
      CompletableFuture<IOException> read = failureOf(threads, 0, () -> duplex.input().read());
      CompletableFuture<IOException> write =
          failureOf(threads, 1, () -> duplex.output().write(new byte[8 << 20]));
      awaitWaiting(threads[0]);
      awaitWaiting(threads[1]);

      duplex.close();

      assertThat(read.get(5, TimeUnit.SECONDS)).isNotNull();
      assertThat(write.get(5, TimeUnit.SECONDS)).isNotNull();
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void interruptEndsAReadThatWaits() throws Exception {
    try (Duplex duplex = dialer.dial(SHORT)) {
      Thread[] threads = new Thread[1];
      CompletableFuture<IOException> read = failureOf(threads, 0, () -> duplex.input().read());
      awaitWaiting(threads[0]);

      threads[0].interrupt();

      assertThat(read.get(5, TimeUnit.SECONDS))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessage("interrupted while waiting for the engine");
    }
  }

  /** Something that is expected to fail. */
  private interface Io {
    void run() throws IOException;
  }

  private static CompletableFuture<IOException> failureOf(Thread[] threads, int index, Io io) {
    CompletableFuture<IOException> failure = new CompletableFuture<>();
    threads[index] =
        Thread.ofVirtual()
            .start(() -> failure.complete(catchThrowableOfType(IOException.class, io::run)));
    return failure;
  }

  private static void awaitWaiting(Thread thread) {
    Eventually.await(
        "the thread waits",
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
  }
}
