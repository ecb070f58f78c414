package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Needs({RealPart.SSHD, RealPart.ROOT})
@Timeout(120)
class SshLoadTest {
  private static final long MEGABYTE = 1_000_000;

  private final SshHost host = new SshHost(Map.of());
  private final SshDialer dialer = new SshDialer(host.settings());

  @AfterEach
  void close() {
    dialer.close();
    host.close();
  }

  @Test
  void hundredMegabytesGoEitherWayInLittleMemory() throws Exception {
    try (Duplex down = dialer.dial(WITHIN);
        Duplex up = dialer.dial(WITHIN)) {
      long before = usedMemory();
      assertThat(SshTraffic.download(down, 100 * MEGABYTE)).isEqualTo(100 * MEGABYTE);
      assertThat(SshTraffic.upload(up, 100 * MEGABYTE)).isTrue();

      assertThat(usedMemory() - before).isLessThan(16 * MEGABYTE);
    }
  }

  @Test
  void newKeysInTheMiddleOfAStreamDoNoHarm() throws Exception {
    try (SshHost often = new SshHost(Map.of("RekeyLimit", "10M"));
        SshDialer one = new SshDialer(often.settings());
        Duplex stream = one.dial(WITHIN)) {
      assertThat(SshTraffic.download(stream, 50 * MEGABYTE)).isEqualTo(50 * MEGABYTE);
      assertThat(often.server.logins()).isEqualTo(1);
    }
  }

  @Test
  void manyStreamsAtOnceDeliverEachItsOwnBytes() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work =
          IntStream.range(0, 60).<Callable<Boolean>>mapToObj(i -> () -> carry(i)).toList();

      List<Future<Boolean>> done = threads.invokeAll(work);

      assertThat(done).allSatisfy(stream -> assertThat(stream.get()).isTrue());
      assertThat(host.server.logins()).isEqualTo(1);
    }
  }

  private boolean carry(int number) throws IOException {
    try (Duplex stream = dialer.dial(Duration.ofSeconds(60))) {
      long size = MEGABYTE + number;
      return number % 2 == 0
          ? SshTraffic.upload(stream, size)
          : SshTraffic.download(stream, size) == size;
    }
  }

  @Test
  void streamsThatAreClosedAnywhereLeaveNothingBehind() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work =
          IntStream.range(0, 100).<Callable<Boolean>>mapToObj(i -> () -> abandon(i)).toList();

      assertThat(threads.invokeAll(work)).allSatisfy(one -> assertThat(one.get()).isTrue());
    }
    Eventually.await("all are closed there", () -> host.engine.open() == 0);
    try (Duplex next = dialer.dial(WITHIN)) {
      assertThat(SshTraffic.upload(next, MEGABYTE)).isTrue();
    }
    assertThat(host.server.logins()).isEqualTo(1);
  }

  /** Reads some of much, or writes some and reads nothing, and goes. */
  private boolean abandon(int number) throws IOException {
    try (Duplex stream = dialer.dial(Duration.ofSeconds(60))) {
      String order = number % 2 == 0 ? "SOURCE 100000000\n" : "ECHO\n" + "x".repeat(number * 1000);
      stream.output().write(order.getBytes(StandardCharsets.US_ASCII));
      return stream.input().readNBytes(number % 2 == 0 ? number * 2000 : 1).length > 0
          || number == 0;
    }
  }

  @Test
  void threadsAndDescriptorsAreAsBeforeAfterManyDials() throws Exception {
    ask(dialer.dial(WITHIN), "PING");
    long threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long descriptors = descriptors();

    for (int i = 0; i < 200; i++) {
      try (Duplex stream = dialer.dial(WITHIN)) {
        assertThat(ask(stream, "PING")).contains("200 OK");
      }
    }

    assertThat(host.server.logins()).isEqualTo(1);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threads).isLessThan(10);
    Eventually.await("descriptors are closed", () -> descriptors() <= descriptors + 2);
    Eventually.await("all are closed there", () -> host.engine.open() <= 1);
  }

  @Test
  void descriptorsAreAsBeforeAfterManyLogins() throws Exception {
    long descriptors = descriptors();

    for (int i = 0; i < 20; i++) {
      try (SshDialer one = new SshDialer(host.settings());
          Duplex stream = one.dial(WITHIN)) {
        assertThat(ask(stream, "PING")).contains("200 OK");
      }
    }

    Eventually.await("descriptors are closed", () -> descriptors() <= descriptors + 2);
  }

  @Test
  void streamThatIsNotReadHoldsOthersUpOnlyForAWhile() throws Exception {
    try (Duplex lazy = dialer.dial(WITHIN);
        Duplex other = dialer.dial(WITHIN)) {
      lazy.output().write("SOURCE 100000000\n".getBytes(StandardCharsets.US_ASCII));
      Eventually.await("nothing more is taken", () -> available(lazy) >= 4 << 20);
      long before = usedMemory();

      assertThat(ask(other, "PING")).contains("200 OK");

      assertThat(usedMemory() - before).isLessThan(MEGABYTE);
      assertThatThrownBy(() -> lazy.input().transferTo(OutputStream.nullOutputStream()))
          .hasMessage("the stream was read too slowly: 4 MiB waited while others waited for them");
    }
  }

  @Test
  void streamThatIsNotReadMayWaitIfNobodyElseDoes() throws Exception {
    try (Duplex lazy = dialer.dial(WITHIN)) {
      lazy.output().write("SOURCE 20000000\n".getBytes(StandardCharsets.US_ASCII));
      Eventually.await("nothing more is taken", () -> available(lazy) >= 4 << 20);

      assertThat(lazy.input().transferTo(OutputStream.nullOutputStream())).isEqualTo(20_000_000);
    }
  }

  @Test
  void dialsDuringAHoldUpLogInElsewhere() throws Exception {
    try (Duplex lazy = dialer.dial(WITHIN)) {
      lazy.output().write("SOURCE 20000000\n".getBytes(StandardCharsets.US_ASCII));
      Eventually.await("nothing more is taken", () -> available(lazy) >= 4 << 20);

      try (Duplex next = dialer.dial(Duration.ofSeconds(5))) {
        assertThat(ask(next, "PING")).contains("200 OK");
      }
      assertThat(host.server.logins()).isEqualTo(2);
    }
  }

  @Test
  void loginEndsOnceNobodyHasUsedItForAWhile() throws Exception {
    try (SshDialer brief = new SshDialer(host.settings().withIdle(Duration.ofMillis(200)))) {
      brief.dial(WITHIN).close();
      Eventually.await("sshd sees the end", host.server::isIdle);

      try (Duplex next = brief.dial(WITHIN)) {
        assertThat(ask(next, "PING")).contains("200 OK");
      }
      assertThat(host.server.logins()).isEqualTo(2);
    }
  }

  @Test
  void closedDialerEndsItsStreamsAndDialsNoMore() throws Exception {
    Duplex stream = dialer.dial(WITHIN);
    stream.output().write("SILENT\n".getBytes(StandardCharsets.US_ASCII));

    dialer.close();

    assertThatThrownBy(() -> stream.input().read())
        .hasMessage("the SSH connection to 127.0.0.1 broke: it was closed here");
    assertThatThrownBy(() -> dialer.dial(WITHIN))
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: the dialer is closed",
            host.server.port());
  }

  private static int available(Duplex stream) {
    try {
      return stream.input().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long descriptors() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }
}
