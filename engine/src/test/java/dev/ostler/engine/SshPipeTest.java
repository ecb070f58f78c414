package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SshPipeTest {
  private static final Duration EVER = Duration.ZERO;

  private final SshPipe pipe = new SshPipe(1000);
  private final byte[] into = new byte[5000];

  @Test
  void bytesArriveInOrderInPiecesOfAnySize() throws Exception {
    int seed = 20261121;
    SshPipe wide = new SshPipe(50_000);
    byte[] sent = new byte[3_000_000];
    new Random(seed).nextBytes(sent);
    var writing = CompletableFuture.runAsync(() -> write(wide, sent, new Random(seed)));
    byte[] got = new byte[sent.length];
    Random sizes = new Random(seed + 1);

    int at = 0;
    for (int n = 0; n >= 0; ) {
      at += n;
      n =
          wide.read(
              got, at, Math.min(1 + sizes.nextInt(70_000), Math.max(1, got.length - at)), EVER);
    }

    writing.get(5, TimeUnit.SECONDS);
    assertThat(at).isEqualTo(sent.length);
    assertThat(got).isEqualTo(sent);
  }

  private static void write(SshPipe pipe, byte[] bytes, Random sizes) {
    try {
      for (int at = 0; at < bytes.length; ) {
        int n = Math.min(sizes.nextInt(90_000), bytes.length - at);
        pipe.write(bytes, at, n);
        at += n;
      }
      pipe.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void writerWaitsForRoom() throws Exception {
    pipe.write(new byte[1000], 0, 1000);

    assertThat(pipe.awaitRoom(Duration.ofMillis(20))).isFalse();
    assertThat(pipe.read(into, 0, 1, EVER)).isEqualTo(1);
    assertThat(pipe.awaitRoom(Duration.ofMillis(20))).isTrue();
  }

  @Test
  void readerWaitsNoLongerThanItsLimitAndMayTryAgain() throws Exception {
    assertThatThrownBy(() -> pipe.read(into, 0, 1, Duration.ofMillis(20)))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("nothing was received within 20 ms");

    pipe.write(new byte[] {7}, 0, 1);
    assertThat(pipe.read(into, 0, 1, Duration.ofMillis(20))).isEqualTo(1);
  }

  @Test
  void whatWasWrittenBeforeAFailureIsStillRead() throws Exception {
    pipe.write(new byte[10], 0, 10);
    pipe.fail(new IOException("it broke"));

    assertThat(pipe.read(into, 0, 100, EVER)).isEqualTo(10);
    assertThatThrownBy(() -> pipe.read(into, 0, 100, EVER)).hasMessage("it broke");
    assertThatThrownBy(() -> pipe.write(new byte[1], 0, 1)).hasMessage("it broke");
  }

  @Test
  void failureAfterTheEndDoesNotTakeTheEndBack() throws Exception {
    pipe.end();
    pipe.fail(new IOException("it broke"));

    assertThat(pipe.read(into, 0, 100, EVER)).isEqualTo(-1);
  }

  @Test
  void abandonedPipeDropsWhatWaits() throws Exception {
    pipe.write(new byte[10], 0, 10);
    pipe.abandon(new IOException("closed"));

    assertThat(pipe.available()).isZero();
    assertThatThrownBy(() -> pipe.read(into, 0, 100, EVER)).hasMessage("closed");
  }
}
