package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of HTTP/2, frame by frame, and those that vanish. */
@SuppressWarnings("NullAway.Init")
class Http2ClientTest {
  private static final int CLIENTS = 20;
  private static final String UPGRADE =
      """
      GET / HTTP/1.1
      Host: shop
      Connection: Upgrade, HTTP2-Settings
      Upgrade: h2c
      HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA

      """
          .replace("\n", "\r\n");

  @TempDir Path folder;
  private StreamingUpstream upstream;
  private TestGateway gateway;

  private void open(boolean obedient) throws Exception {
    open(obedient, "");
  }

  private void open(boolean obedient, String settings) throws Exception {
    upstream = new StreamingUpstream();
    gateway =
        TestGateway.of(
            folder,
            obedient,
            TestGateway.shop(upstream.address(), "ready: none\nidle: {after: 1h}\n" + settings));
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void clientThatUpgradesAndVanishesIsNoUse() throws Exception {
    open(true);
    for (int i = 0; i < CLIENTS; i++) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(UPGRADE);
        client.readUntil("101 Switching Protocols");
      }
    }

    gateway.await("shop", "\"phase\":\"awake\"");
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void clientThatVanishesWhileItWaitsFreesItsPlace() throws Exception {
    open(false);
    for (int i = 0; i < CLIENTS; i++) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(Frames.PREFACE + Frames.GET);
        gateway.await("shop", "\"held\":1");
      }
      gateway.await("shop", "\"held\":0");
    }

    assertThat(gateway.admin("GET", "/v1/apps/shop").body()).contains("\"users\":0");
  }

  @Test
  void callThatIsGivenUpWhileItWaitsKeepsNobodyWaitingWhenItIsTurnedAway() throws Exception {
    open(false);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(Frames.PREFACE + Frames.UPLOAD);
      gateway.await("shop", "\"held\":1");
      client.send(Frames.RESET + Frames.PING);
      client.readUntil(Frames.PONG);
      client.forget();
      gateway.workload("shop").become(new Observation.Failed("no database", List.of()));
      gateway.await("shop", "\"users\":0");
      client.send(Frames.PING);

      assertThat(client.readUntil(Frames.PONG)).endsWith(Frames.PONG);
    }
  }

  @Test
  void partsOfAnAnswerComeAsTheAppSaysThem() throws Exception {
    open(true);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(Frames.PREFACE + Frames.EVENTS);
      upstream.say("data: one\n\n");
      client.readUntil("data: one\n\n");
      upstream.say("data: two\n\n");

      assertThat(client.readUntil("data: two\n\n")).containsOnlyOnce("data: one\n\n");
    }
  }

  @Test
  void partsOfAnUploadReachAnAppOfHttp2AsTheyAreSent() throws Exception {
    open(true, "protocol: h2c");
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /upload HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      Eventually.await("the app has the first part", () -> upstream.uploaded().equals("one"));
      client.send("3\r\ntwo\r\n0\r\n\r\n");

      assertThat(client.readUntil("6 bytes")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void partsOfAnAnswerOfAnAppOfHttp2ComeAsItSaysThem() throws Exception {
    open(true, "protocol: h2c");
    try (RawClient client = new RawClient(gateway.port())) {
      client.send("GET /events HTTP/1.1\r\nHost: shop\r\n\r\n");
      upstream.say("data: one\n\n");
      client.readUntil("data: one\n\n");
      upstream.say("data: two\n\n");

      assertThat(client.readUntil("data: two\n\n")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void clientThatVanishesWhileItListensIsNoUse() throws Exception {
    open(true);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(Frames.PREFACE + Frames.EVENTS);
      upstream.say("data: one\n\n");
      client.readUntil("data: one\n\n");
      assertThat(gateway.admin("GET", "/v1/apps/shop").body()).contains("\"users\":1");
    }

    gateway.await("shop", "\"users\":0");
  }
}
