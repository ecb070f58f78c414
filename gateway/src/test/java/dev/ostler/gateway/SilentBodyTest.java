package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are silent in the middle of a body. */
@SuppressWarnings("NullAway.Init")
class SilentBodyTest {
  private static final String HEAD = "POST /x HTTP/1.1\r\nHost: shop\r\nContent-Length: 8\r\n\r\n";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway = start(true, "1s");
  }

  private TestGateway start(boolean obedient, String silence) throws Exception {
    return TestGateway.of(
        folder,
        obedient,
        TestGateway.HEAD
            + "silence: "
            + silence
            + "\napps:\n"
            + TestGateway.app("shop", upstream.address(), ""));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private void assertGivenUp(String head) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(head);
      String heard = client.readToEnd();

      assertThat(heard)
          .startsWith("HTTP/1.1 408 Request Time-out\r\n")
          .contains("Connection: close\r\n")
          .endsWith("\"detail\":\"nothing of the body came for 1 s\"}");
    }
    gateway.await("shop", "\"users\":0");
  }

  @Test
  void whoIsSilentIsToldSoAndHungUpOnAndUsesTheAppNoMore() throws Exception {
    assertGivenUp(HEAD + "abc");
  }

  @Test
  void whoSaysNothingOfTheBodyAtAllIsGivenUp() throws Exception {
    assertGivenUp(HEAD);
  }

  @Test
  void whoIsSilentBetweenChunksIsGivenUp() throws Exception {
    assertGivenUp(
        "POST /x HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  }

  @Test
  void uploadThatGoesOnIsTakenThoughItTakesLong() throws Exception {
    gateway.close();
    gateway = start(true, "2s");
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD);
      for (char each : "12345678".toCharArray()) {
        client.send(String.valueOf(each));
        TimeUnit.MILLISECONDS.sleep(300);
      }

      assertThat(client.readUntil("12345678")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void timeInWhichTheRequestWaitsForItsAppDoesNotCount() throws Exception {
    gateway.close();
    gateway = start(false, "300ms");
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + "12345678");
      Eventually.await("it was asked to run", () -> !gateway.workload("shop").asked.isEmpty());
      TimeUnit.MILLISECONDS.sleep(600);
      gateway.workload("shop").run();

      assertThat(client.readUntil("12345678")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  /** A body of which the first part comes, and nothing else. */
  private static HttpRequest.BodyPublisher begunBody() {
    SubmissionPublisher<ByteBuffer> parts = new SubmissionPublisher<>();
    return HttpRequest.BodyPublishers.fromPublisher(
        subscriber -> {
          parts.subscribe(subscriber);
          parts.submit(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
        },
        8);
  }

  @Test
  void streamOfHttp2IsGivenUpAndUsesTheAppNoMore() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/x"));
      HttpResponse<String> first =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      CompletableFuture<String> silent =
          client
              .sendAsync(request.POST(begunBody()).build(), HttpResponse.BodyHandlers.ofString())
              // The stream is reset after the answer; some clients then keep that to themselves.
              .handle((answer, reset) -> answer == null ? "reset" : "" + answer.statusCode());

      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(silent.get(30, TimeUnit.SECONDS)).isIn("408", "reset");
    }
    gateway.await("shop", "\"users\":0");
  }
}
