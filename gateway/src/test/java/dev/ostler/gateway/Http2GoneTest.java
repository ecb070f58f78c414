package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of HTTP/2 that take a request back, or go. */
@SuppressWarnings("NullAway.Init")
class Http2GoneTest {
  /** What somebody does about a request. */
  enum Request {
    GET(Frames.GET),
    EVENTS(Frames.EVENTS),
    DOWNLOAD(Frames.DOWNLOAD),
    UPLOAD(Frames.UPLOAD);

    private final String frames;

    Request(String frames) {
      this.frames = frames;
    }
  }

  @TempDir Path folder;
  private StreamingUpstream upstream;
  private TestGateway gateway;

  private void open(boolean obedient) throws Exception {
    upstream = new StreamingUpstream();
    gateway =
        TestGateway.of(
            folder,
            obedient,
            TestGateway.HEAD
                + "drain: 10m\napps:\n"
                + TestGateway.app("shop", upstream.address(), "ready: none\nidle: {after: 1h}"));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  /** Ends long before the time that the file gives it. */
  private void drain() throws Exception {
    CompletableFuture.runAsync(
            () -> {
              try {
                gateway.gateway.drain();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            Thread::startVirtualThread)
        .get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private RawClient client(Request request) throws Exception {
    RawClient client = new RawClient(gateway.port());
    client.send(Frames.PREFACE + request.frames);
    return client;
  }

  @ParameterizedTest
  @EnumSource(Request.class)
  void requestThatIsTakenBackWhileItWaitsFreesItsPlaceAtOnce(Request request) throws Exception {
    open(false);
    try (RawClient client = client(request)) {
      gateway.await("shop", "\"held\":1");
      client.send(Frames.RESET);
      gateway.await("shop", "\"held\":0");
      gateway.await("shop", "\"users\":0");
      client.send(Frames.PING);

      assertThat(client.readUntil(Frames.PONG)).endsWith(Frames.PONG);
      drain();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENTS", "UPLOAD"})
  void requestThatIsTakenBackWhileItIsServedIsNoUse(Request request) throws Exception {
    open(true);
    upstream.say("one");
    try (RawClient client = client(request)) {
      gateway.await("shop", "\"users\":1");
      client.send(Frames.RESET);
      gateway.await("shop", "\"users\":0");

      drain();
    }
  }

  @ParameterizedTest
  @EnumSource(Request.class)
  void clientThatVanishesKeepsNobodyFromEnding(Request request) throws Exception {
    open(true);
    upstream.say("one");
    try (RawClient client = client(request)) {
      client.send(Frames.PING);
      client.readUntil(Frames.PONG);
    }

    drain();
  }

  @Test
  void appNoticesThatARequestIsTakenBack() throws Exception {
    open(true);
    upstream.say("one");
    try (RawClient client = client(Request.EVENTS)) {
      client.readUntil("one");
      client.send(Frames.RESET);

      Eventually.await("the app knows", upstream::isDeaf);
    }
  }

  /** The answer is long, and of no more use to him: nothing that he does lets more of it in. */
  private RawClient clientWithoutRoom() throws Exception {
    RawClient client = client(Request.DOWNLOAD);
    client.read(Frames.WINDOW);
    client.forget();
    client.send(Frames.PING);
    client.readUntil(Frames.PONG);
    return client;
  }

  @Test
  void requestThatIsTakenBackByAClientWithoutRoomIsNoUseAndItsAppNotices() throws Exception {
    open(true);
    try (RawClient client = clientWithoutRoom()) {
      gateway.await("shop", "\"users\":1");
      client.send(Frames.RESET);
      gateway.await("shop", "\"users\":0");
      Eventually.await("the app knows", upstream::isDeaf);
      drain();
    }
  }

  @Test
  void connectionGoesOnOfAClientWithoutRoomWhoHasTakenHisRequestBack() throws Exception {
    open(true);
    try (RawClient client = clientWithoutRoom()) {
      client.send(Frames.RESET);
      gateway.await("shop", "\"users\":0");
      client.forget();
      client.send(Frames.ROOM + Frames.SECOND_DOWNLOAD);
      client.read(Frames.WINDOW);
      gateway.await("shop", "\"users\":1");
    }
  }

  @Test
  void clientWithoutRoomWhoDoesNotTakeHisRequestBackIsWaitedFor() throws Exception {
    open(true);
    try (RawClient client = clientWithoutRoom()) {
      client.send(Frames.ROOM + Frames.ROOM_FOR_ANSWER);
      client.read(Frames.WINDOW);

      assertThat(gateway.admin("GET", "/v1/apps/shop").body()).contains("\"users\":1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Frames.RESET, Frames.GO_AWAY, ""})
  void bodyThatIsNotWholeIsNotEndedAtTheApp(String farewell) throws Exception {
    try (RawOrigin origin = new RawOrigin()) {
      upstream = new StreamingUpstream();
      gateway = TestGateway.before(folder, origin.address());
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(Frames.PREFACE + Frames.UPLOAD);
        Eventually.await("it has a part", () -> origin.received().endsWith("\r\n03\r\none\r\n"));
        client.send(farewell);
      }
      gateway.await("shop", "\"users\":0");
      Eventually.await("its connection ends", () -> origin.ended.get() == 1);

      assertThat(origin.received()).endsWith("\r\n03\r\none\r\n");
    }
  }

  @Test
  void realClientThatCancelsWhileItWaitsFreesItsPlace() throws Exception {
    open(false);
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = gateway.to("/").version(HttpClient.Version.HTTP_2).build();
      var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      gateway.await("shop", "\"held\":1");
      answer.cancel(true);
      gateway.await("shop", "\"held\":0");

      drain();
    }
  }
}
