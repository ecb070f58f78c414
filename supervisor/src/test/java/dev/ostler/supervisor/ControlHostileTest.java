package dev.ostler.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlException;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do what they should not, while a good one goes on being answered. */
@Timeout(60)
class ControlHostileTest {
  private static final long SEED = 20_261_122;
  private static final String EVENTS = "{\"id\":2,\"command\":\"events\"}";
  private static final String HELLO = "{\"id\":1,\"command\":\"hello\"}";

  @TempDir Path folder;
  private RunningControl running;
  private GoodClient good;

  @BeforeEach
  void start() throws IOException {
    running = RunningControl.start(folder);
    good = new GoodClient(ControlClient.at(running.socket()));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void brokenRequestsAreAnsweredOrCutOff() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      try (RawClient raw = new RawClient(running.socket())) {
        raw.send(brokenRequest(random)).sayNoMore();

        assertThat(raw.hearAll().lines())
            .allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("}"));
      }
    }
    good.stopAndCheck();
  }

  private static byte[] brokenRequest(Random random) {
    byte[] request =
        "{\"id\":1,\"command\":\"logs\",\"processes\":[\"web\"],\"lines\":3}\n".getBytes(UTF_8);
    byte[] broken = Arrays.copyOf(request, 1 + random.nextInt(request.length));
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
    }
    return broken;
  }

  @Test
  void hugeLineIsCutOffWithAnAnswer() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      raw.send("x".repeat(70_000).getBytes(UTF_8));

      assertThat(raw.hearAll())
          .isEqualTo(
              "{\"id\":null,\"error\":{\"code\":\"line-too-long\",\"message\":\"cannot take a line"
                  + " longer than 65536 bytes\"}}\n");
    }
    good.stopAndCheck();
  }

  @Test
  void endlessLineIsNeitherKeptNorWaitedFor() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      assertThat(floodUntilCutOff(raw)).isTrue();
    }
    good.stopAndCheck();
  }

  /** Whether the other side closes before it has been sent far too much for far too long. */
  private static boolean floodUntilCutOff(RawClient raw) {
    byte[] piece = new byte[1 << 16];
    long end = System.nanoTime() + Eventually.LONG.toNanos();
    try {
      while (System.nanoTime() < end) {
        raw.send(piece);
      }
      return false;
    } catch (IOException cutOff) {
      return true;
    }
  }

  @Test
  void byteByByteIsAsGoodAsAtOnce() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      for (byte b : "{\"id\":7,\"command\":\"check\",\"close\":true}\n".getBytes(UTF_8)) {
        raw.send(new byte[] {b});
      }

      assertThat(raw.hearAll()).startsWith("{\"id\":7,\"ok\":{\"passed\":true");
    }
    good.stopAndCheck();
  }

  @Test
  void moreConnectionsThanPlacesAreToldAndTheRestIsServed() throws Exception {
    good.stop();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < ControlServer.MOST_CONNECTIONS; i++) {
      clients.add(new RawClient(running.socket()).say("{\"id\":1,\"command\":\"events\"}"));
      clients.getLast().hear();
    }
    try (RawClient oneMore = new RawClient(running.socket())) {
      assertThat(oneMore.hearAll())
          .isEqualTo(
              "{\"id\":null,\"error\":{\"code\":\"too-many-connections\",\"message\":\"cannot talk"
                  + " to so many: 64 are connected; try again later\"}}\n");
    }
    running.run(fake -> fake.happen(ControlEvent.Kind.READY, "web", "still here"));
    for (RawClient client : clients) {
      assertThat(client.hear()).contains("still here");
      client.close();
    }
    Eventually.await("there is room again", good::isAnswered);
  }

  @Test
  void aThousandConnectionsAtOnceDoNotHarmTheOneThatIsThere() throws Exception {
    good.stop();
    List<RawClient> clients = new ArrayList<>();
    try (RawClient patient = new RawClient(running.socket()).say(HELLO)) {
      for (int i = 0; i < 1_000; i++) {
        clients.add(new RawClient(running.socket()));
      }
      patient.hear();
      String answer = patient.say(HELLO).hear();
      List<String> refusals = new ArrayList<>();
      for (RawClient client : clients.subList(100, clients.size())) {
        refusals.add(client.hear());
      }

      assertThat(answer).startsWith("{\"id\":1,\"ok\":{");
      assertThat(refusals)
          .allSatisfy(line -> assertThat(line).contains("\"code\":\"too-many-connections\""));
    }
    for (RawClient client : clients) {
      client.close();
    }
    Eventually.await("everybody is gone", good::isAnswered);
  }

  @Test
  void followerThatDoesNotReadIsDroppedAndHoldsUpNobody() throws Exception {
    try (RawClient slow = new RawClient(running.socket())) {
      slow.say("{\"id\":1,\"command\":\"logs\",\"follow\":true,\"lines\":0}");
      slow.hear();
      for (int i = 0; i < 40; i++) {
        running.run(fake -> {
          for (int line = 0; line < 500; line++) {
            fake.write("web", "a line of a log that somebody follows and does not read");
          }
        });
      }
      good.stopAndCheck();
      String last = "";
      while (!last.contains("\"error\"")) {
        last = slow.hear();
      }

      assertThat(last)
          .matches(
              "\\{\"id\":1,\"error\":\\{\"code\":\"too-slow\",\"message\":\"cannot follow so slowly:"
                  + " \\d+ lines are lost before those just sent; read faster, or ask for fewer"
                  + " processes\",\"lost\":\\d+}}");
      slow.say("{\"id\":1,\"command\":\"hello\"}");
      assertThat(slow.hear()).startsWith("{\"id\":1,\"ok\":{");
    }
    assertThat(running.followers()).isZero();
  }

  @Test
  void placesOfThoseWhoDoNotReadAreGivenToOthers() throws Exception {
    good.stop();
    List<RawClient> slow = new ArrayList<>();
    for (int i = 0; i < ControlServer.MOST_CONNECTIONS; i++) {
      slow.add(
          new RawClient(running.socket())
              .say("{\"id\":1,\"command\":\"logs\",\"follow\":true,\"lines\":0}"));
      slow.getLast().hear();
    }
    for (int i = 0; i < 10; i++) {
      running.run(fake -> {
        for (int line = 0; line < 500; line++) {
          fake.write("web", "x".repeat(400));
        }
      });
    }

    assertThat(good.client.hello().pid()).isEqualTo(1);
    for (RawClient client : slow) {
      client.close();
    }
  }

  @Test
  void whoAsksWithoutReadingIsCutOff() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      byte[] requests = "nonsense\n".repeat(1_000).getBytes(UTF_8);

      assertThat(askUntilCutOff(raw, requests)).isTrue();
    }
    good.stopAndCheck();
  }

  private static boolean askUntilCutOff(RawClient raw, byte[] requests) {
    try {
      for (int i = 0; i < 1_000; i++) {
        raw.send(requests);
      }
      return false;
    } catch (IOException cutOff) {
      return true;
    }
  }

  @Test
  void whoIsCutOffLeavesNothingBehind() throws Exception {
    String all = "x\n".repeat(20_000) + HELLO + "\n" + EVENTS + "\n";
    try (RawClient raw = new RawClient(running.socket())) {
      assertThat(askUntilCutOff(raw, all.getBytes(UTF_8))).isTrue();
    }

    assertThat(running.followers()).isZero();
    good.stopAndCheck();
  }

  @Test
  void whoWaitsForEverHoldsUpNobody() throws Exception {
    try (RawClient raw = new RawClient(running.socket())) {
      for (int id = 0; id < 32; id++) {
        raw.say(
            "{\"id\":" + id + ",\"command\":\"stop\",\"processes\":[\"db\"],\"waitMs\":86400000}");
      }
      good.stopAndCheck();

      assertThat(
              good.client
                  .change(Verb.STOP, List.of("web"), Optional.of(Duration.ofSeconds(5)))
                  .areGood())
          .isTrue();
    }
  }

  /** Asks all the time and remembers the longest wait. */
  private static final class GoodClient implements Runnable {
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(2);

    final ControlClient client;
    private final AtomicReference<Optional<ControlException>> failure =
        new AtomicReference<>(Optional.empty());
    private final Thread thread = Thread.ofVirtual().unstarted(this);
    private volatile boolean stopped;
    private final AtomicInteger answers = new AtomicInteger();

    GoodClient(ControlClient client) {
      this.client = client.withPatience(FAR_TOO_LONG);
      thread.start();
    }

    @Override
    public void run() {
      while (!stopped) {
        try {
          client.hello();
          answers.incrementAndGet();
        } catch (ControlException e) {
          failure.set(Optional.of(e));
        }
      }
    }

    boolean isAnswered() {
      try {
        return client.hello().pid() == 1;
      } catch (ControlException e) {
        return false;
      }
    }

    void stop() {
      stopped = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }

    /** It was answered all the time, each time soon. */
    void stopAndCheck() {
      Eventually.await("some answers", () -> answers.get() > 3);
      stop();
      assertThat(failure.get()).isEmpty();
    }
  }
}
