package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Fault;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A gateway that is killed right before or after it changes a container, and the next one. The
 * engine is a fake one, for only that knows the moment.
 */
@SuppressWarnings("NullAway.Init")
class GatewayKilledEngineIT {
  private static final Fault NOTHING_IS_DONE = new Fault.ResetBefore();
  private static final Fault IT_IS_DONE = new Fault.ResetAfter();

  @TempDir Path folder;
  private final FakeEngine fake = FakeEngine.start();
  private final Engine engine = fake.connect();
  private Upstream upstream;
  private GatewayReplica gateway;

  @BeforeEach
  void create() throws Exception {
    upstream = new Upstream("shop");
    engine
        .containers()
        .create(
            "shop",
            ContainerSpec.of(TestImage.NAME)
                .withNetworking(Networking.DEFAULT.withMode("host"))
                .withCommand("sleep", "1000"));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    engine.close();
    fake.close();
  }

  /** Begins one; it pauses the container or stops it. */
  private void begin(String stop) throws IOException {
    gateway =
        GatewayReplica.start(
            2, ports -> OstlerCommand.of("gateway", file(stop, ports).toString()).in(folder));
    gateway.awaitListening();
  }

  private Path file(String stop, List<Integer> ports) {
    try {
      return Files.writeString(
          folder.resolve("gateway.yaml"),
          """
          listen: 127.0.0.1:%d
          admin: {listen: '127.0.0.1:%d', token: secret}
          apps:
            shop:
              hosts: %s
              container: {name: shop, port: %d, engine: 'unix://%s', stop: %s}
              ready: none
              idle: {awake: 0s}
          """
              .formatted(
                  ports.getFirst(),
                  ports.getLast(),
                  GatewayReplica.HOST,
                  upstream.address().getPort(),
                  fake.socket(),
                  stop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The gateway is killed when the engine is asked for this; done or not, nobody is answered. */
  private void killAt(String verb, boolean done) {
    GatewayReplica victim = gateway;
    fake.failNext(
        call -> {
          boolean now = call.startsWith("POST ") && call.endsWith("/" + verb);
          if (now) {
            victim.kill();
          }
          return now;
        },
        done ? IT_IS_DONE : NOTHING_IS_DONE);
  }

  private void awaitKilled() {
    gateway.awaitKilled();
    gateway.close();
  }

  private ContainerState state() throws EngineException {
    return engine.containers().inspect("shop").status().state();
  }

  private void assertServed() throws Exception {
    try (RawClient visitor = gateway.visit("/cart")) {
      assertThat(visitor.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("shop /cart");
    }
    assertThat(state()).isEqualTo(ContainerState.RUNNING);
  }

  private void rest(ContainerState wanted) throws IOException {
    gateway.ask("POST", "/v1/apps/shop/idle");
    Eventually.await("it rests", () -> state() == wanted);
    gateway.await("\"phase\":\"resting\"");
  }

  @ParameterizedTest
  @CsvSource({
    "stop, start, false, EXITED",
    "stop, start, true, EXITED",
    "pause, unpause, false, PAUSED",
    "pause, unpause, true, PAUSED"
  })
  void containerWhoseGatewayIsKilledAsItWakesItIsServedByTheNextWhichHasItRestAgain(
      String stop, String verb, boolean done, ContainerState resting) throws Exception {
    begin(stop);
    assertServed();
    rest(resting);
    killAt(verb, done);
    try (RawClient lost = gateway.visit("/lost")) {
      awaitKilled();
      lost.readToEnd();
    }
    begin(stop);

    assertServed();
    rest(resting);
  }

  /** What was begun with is finished or has not begun: as the engine says, so says the next. */
  @ParameterizedTest
  @CsvSource({
    "stop, false, RUNNING, awake, EXITED",
    "stop, true, EXITED, resting, EXITED",
    "pause, false, RUNNING, awake, PAUSED",
    "pause, true, PAUSED, resting, PAUSED"
  })
  void containerWhoseGatewayIsKilledAsItHasItRestIsAsItsEngineSaysAndRestsAndWakesAgain(
      String stop, boolean done, ContainerState left, String phase, ContainerState resting)
      throws Exception {
    begin(stop);
    assertServed();
    gateway.await("\"phase\":\"awake\"");
    killAt(stop, done);
    gateway.ask("POST", "/v1/apps/shop/idle");
    awaitKilled();
    assertThat(state()).isEqualTo(left);
    begin(stop);
    gateway.await("\"phase\":\"" + phase + "\"");

    assertServed();
    rest(resting);
  }
}
