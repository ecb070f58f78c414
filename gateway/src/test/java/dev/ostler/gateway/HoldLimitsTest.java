package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many wait for an app and for how long, each app as its file says. */
@SuppressWarnings("NullAway.Init")
class HoldLimitsTest {
  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("it");
    gateway =
        TestGateway.of(
            folder,
            false,
            TestGateway.HEAD
                + "apps:\n"
                + app("small", "wake: {hold: {most: 1, within: 1h}}\n")
                + app("large", "wake: {hold: {most: 2, within: 1h}}\n")
                + app("hasty", "wake: {hold: {within: 1s}}\n")
                + app("none", "wake: {hold: {most: 0}}\n"));
  }

  private String app(String name, String settings) {
    return TestGateway.app(name, upstream.address(), settings)
        .replace("hosts: '*'", "hosts: " + name);
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private RawClient visit(String host) throws Exception {
    RawClient client = new RawClient(gateway.port());
    client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return client;
  }

  /**
   * Nothing but the refusal can have ended the wait: the app is not awake, and an hour not over.
   */
  @Test
  void whoFindsNoPlaceIsToldSoWhileTheOthersStillWait() throws Exception {
    try (RawClient one = visit("small");
        RawClient first = visit("large");
        RawClient second = visit("large")) {
      gateway.await("small", "\"held\":1");
      gateway.await("large", "\"held\":2");
      try (RawClient refused = visit("small");
          RawClient third = visit("large")) {
        assertThat(refused.readToEnd())
            .startsWith("HTTP/1.1 503 ")
            .contains("\r\nRetry-After: 5\r\n", "\"detail\":\"1 others wait for it already\"");
        assertThat(third.readToEnd())
            .startsWith("HTTP/1.1 503 ")
            .contains("\r\nRetry-After: 5\r\n", "\"detail\":\"2 others wait for it already\"");
      }
      gateway.await("small", "\"held\":1");
      gateway.await("large", "\"held\":2");
      gateway.workload("small").run();
      gateway.workload("large").run();

      assertThat(one.readToEnd()).startsWith("HTTP/1.1 200 ");
      assertThat(first.readToEnd() + second.readToEnd()).contains("it /").doesNotContain(" 503 ");
    }
  }

  @Test
  void whoseTimeIsOverIsToldSoWhileOthersOfAnotherAppStillWait() throws Exception {
    try (RawClient patient = visit("small")) {
      gateway.await("small", "\"held\":1");
      try (RawClient hasty = visit("hasty")) {
        assertThat(hasty.readToEnd())
            .startsWith("HTTP/1.1 504 ")
            .contains(
                "\"detail\":\"it was not ready within 1 s\",\"app\":\"hasty\",\"cause\":\"late\","
                    + "\"stage\":\"waking hasty\"");
      }
      gateway.await("small", "\"held\":1");
      gateway.workload("small").run();

      assertThat(patient.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whereNobodyMayWaitTheAppIsWokenForWhoComesAgain() throws Exception {
    try (RawClient refused = visit("none")) {
      assertThat(refused.readToEnd())
          .startsWith("HTTP/1.1 503 ")
          .contains("\"detail\":\"it is being woken, and nobody may wait for it\"");
    }
    Eventually.await("it is woken", () -> gateway.workload("none").asked.equals(List.of("wake")));
    gateway.workload("none").run();
    gateway.await("none", "\"phase\":\"awake\"");

    try (RawClient again = visit("none")) {
      assertThat(again.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }
}
