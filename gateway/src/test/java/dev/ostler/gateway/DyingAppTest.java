package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Relay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that die while they answer, and links to them that are cut. */
@SuppressWarnings("NullAway.Init")
class DyingAppTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\nab";

  @TempDir Path folder;
  private DyingOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    origin = new DyingOrigin();
    gateway = TestGateway.before(folder, origin.address());
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    origin.close();
  }

  private String answer(String request) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      return client.readToEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answerThatBreaksOffIsCutOffForTheClientToo(boolean reset) throws Exception {
    origin.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", reset);
    String answer = answer(GET);

    assertThat(answer).doesNotContain("HTTP/1.1 502");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSizeLessThan(10);
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void chunksThatBreakOffAreNotEndedAsIfTheyWereAll() throws Exception {
    origin.says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", false);

    assertThat(answer(GET)).contains("half").doesNotContain("\r\n0\r\n");
    gateway.await("shop", "\"users\":0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le"})
  void requestThatMayNotBeSentTwiceIsNotAndItsClientIsToldSo(String words) throws Exception {
    origin.says(words, false);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(POST);
      String answer = client.readUntil("\"}");

      assertThat(answer).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
      assertThat(answer).endsWith("\"detail\":\"the app hung up without an answer\"}");
    }
    assertThat(origin.heads).hasValue(1);
    gateway.await("shop", "\"users\":0");
  }

  @ParameterizedTest
  @ValueSource(strings = {POST, "DELETE / HTTP/1.1\r\nHost: shop\r\n\r\n", GET})
  void clientThatGotNoAnswerIsServedOnTheSameConnection(String request) throws Exception {
    origin.says("", false);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      assertThat(client.readUntil("\"}"))
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .contains("Connection: keep-alive\r\n");
      client.forget();
      origin.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false);
      client.send(POST);

      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void requestThatMayBeSentTwiceIsSentTwiceAtMost() throws Exception {
    origin.says("", false);
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET);

      assertThat(client.readUntil("\"}")).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
    }
    assertThat(origin.heads).hasValue(2);
  }

  @Test
  void whoHasGotNoAnswerDoesNotComeInAgain() throws Exception {
    gateway.change(
        TestGateway.shop(origin.address(), "ready: none\nidle: {after: 200ms, awake: 0s}"));
    gateway.awaitLog("reloaded ");
    origin.hangsUpOnAll();

    for (int i = 0; i < 3; i++) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(GET);
        assertThat(client.readUntil("\"}")).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
      }
    }

    gateway.await("shop", "\"phase\":\"resting\"");
  }

  @Test
  void appThatTakesNoConnectionsIsSaidToTakeNone() throws Exception {
    origin.close();

    assertThat(gateway.get("/").body())
        .isEqualTo(
            "{\"title\":\"Bad Gateway\",\"status\":502,\"detail\":\"it accepts no connection\","
                + "\"app\":\"shop\"}");
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void appThatStartsAnewHasAsMuchTimeToTakeConnectionsAsBefore() throws Exception {
    origin.close();
    var answer = gateway.send(gateway.to("/"));
    gateway.await("shop", "\"users\":1");
    gateway.workload("shop").become(new Observation.Waking("it starts anew"));
    gateway.await("shop", "\"held\":1");
    TimeUnit.MILLISECONDS.sleep(3200); // longer than whoever refuses connections is borne with
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
    TimeUnit.MILLISECONDS.sleep(100); // several attempts

    try (ServerSocket again = new ServerSocket()) {
      again.setSoTimeout(20_000);
      again.bind(origin.address());
      Socket socket = again.accept();
      RawServer.head(socket);
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.join().body()).isEqualTo("ok");
      socket.close();
    }
  }

  @Test
  void whoIsToldWhileHeIsBeingLetInThatThereIsNoWayDoesNotStay() throws Exception {
    gateway.workload("shop").become(new Observation.Running(Optional.empty()));
    String first = gateway.get("/").body();
    String second = gateway.get("/").body();

    assertThat(List.of(first, second))
        .allSatisfy(body -> assertThat(body).contains("its platform says no address for it"));
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void whoIsServedAfterADeathIsServedWell() throws Exception {
    origin.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true);
    answer(GET);
    origin.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false);

    assertThat(gateway.get("/").body()).isEqualTo("ok");
  }

  @Test
  void linkThatIsCutInMidAnswerCutsOffTheClientToo() throws Exception {
    long size = 1 << 20;
    try (StreamingUpstream app = new StreamingUpstream();
        Relay link = Relay.to(app.address().getPort())) {
      gateway.change(
          TestGateway.HEAD
              + "apps:\n"
              + TestGateway.app(
                  "far",
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port()),
                  "ready: none"));
      gateway.awaitLog("reloaded ");
      link.cutAfter(size / 2);
      String answer = answer("GET /download?" + size + " HTTP/1.1\r\nHost: far\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").hasSizeLessThan((int) size);
      gateway.await("far", "\"users\":0");
    }
  }
}
