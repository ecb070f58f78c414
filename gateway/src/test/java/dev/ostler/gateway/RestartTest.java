package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway knows that was started anew. */
@SuppressWarnings("NullAway.Init")
class RestartTest {
  private static final String FOLLOW = "GET /.ostler/events HTTP/1.1\r\nHost: shop\r\n";

  @TempDir Path folder;
  private Upstream upstream;
  private TestGateway gateway;
  private String settings = "idle: {awake: 0s}\n";

  @BeforeEach
  void open() throws Exception {
    upstream = new Upstream("shop");
    gateway = start();
  }

  private TestGateway start() throws Exception {
    return TestGateway.of(
        folder,
        false,
        TestGateway.HEAD
            + "state: state.json\napps:\n"
            + TestGateway.app("shop", upstream.address(), settings));
  }

  private void restart() throws Exception {
    gateway.close();
    gateway = start();
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
  }

  private Path state() {
    return folder.resolve("state.json");
  }

  private String found(String pattern) {
    Matcher matcher =
        Pattern.compile(pattern).matcher(gateway.admin("GET", "/v1/apps/shop").body());
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private void wakeUp() {
    gateway.workload("shop").run();
    gateway.await("shop", "\"phase\":\"awake\"");
  }

  @Test
  void whomAPersonHasBarredNoVisitorWakes() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/bar");
    restart();

    assertThat(gateway.get("/").statusCode()).isEqualTo(503);
    assertThat(gateway.get("/").body())
        .contains("\"detail\":\"it is not to be woken by visitors\"");
    assertThat(gateway.workload("shop").asked).isEmpty();
    gateway.admin("POST", "/v1/apps/shop/unbar");
    restart();
    assertThat(found("\"barred\":(\\w+)")).isEqualTo("false");
  }

  @Test
  void appIsKeptAwakeUntilTheVeryTimeThatAPersonHasSet() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=3600");
    wakeUp();
    String until = found("it is kept awake until ([^\"]+)");
    restart();
    wakeUp();

    // The time that is left is counted in milliseconds.
    assertThat(java.time.Instant.parse(found("it is kept awake until ([^\"]+)")))
        .isBetween(
            java.time.Instant.parse(until).minusSeconds(1),
            java.time.Instant.parse(until).plusSeconds(1));
  }

  @Test
  void timeUntilWhichAnAppIsKeptAwakeIsKnownThoughTheGatewayIsKilled() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=3600");
    wakeUp();
    String until = found("it is kept awake until ([^\"]+)Z");
    Eventually.await("it is written", () -> written().contains("\"kept_awake\":\"" + until));
    try (TestGateway killed = gateway) {
      gateway = start();
      wakeUp();

      assertThat(found("it is kept awake until ([^\"]+)")).isNotBlank();
      assertThat(killed.log).isNotEmpty();
    }
  }

  @Test
  void appWhoseTimeRanOutWhileNoGatewayWasThereIsNotKeptAwakeAnyMore() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=3600");
    gateway.close();
    String past = "\"kept_awake\":\"2018-02-07T11:44:20Z\"";
    Files.writeString(state(), written().replaceAll("\"kept_awake\":\"[^\"]+\"", past));
    assertThat(written()).contains(past);
    gateway = start();
    wakeUp();

    assertThat(gateway.admin("GET", "/v1/apps/shop").body()).doesNotContain("it is kept awake");
    Eventually.await("it is forgotten", () -> !written().contains("\"kept_awake\""));
  }

  @Test
  void appThatAPersonPutsToRestIsNotKeptAwakeAnyMore() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/keep-awake?seconds=3600");
    wakeUp();
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    restart();
    wakeUp();

    assertThat(gateway.admin("GET", "/v1/apps/shop").body()).doesNotContain("it is kept awake");
  }

  @Test
  void historyGoesOn() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/wake");
    wakeUp();
    String begun = found("\"wakes\":\\[\\{\"begun\":\"([^\"]+)\"");
    restart();
    wakeUp();

    assertThat(found("\"wakes\":\\[\\{.*\"begun\":\"([^\"]+)\"")).isEqualTo(begun);
    assertThat(found("\"wakes\":\\[\\{[^}]+},\\{\"begun\":\"[^\"]+\",\"by\":\"([^\"]+)\""))
        .isEqualTo("person");
  }

  @Test
  void whyItFailedIsStillSaid() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/wake");
    gateway.await("shop", "\"phase\":\"waking\"");
    gateway
        .workload("shop")
        .become(new Observation.Failed("web ended with status 3", java.util.List.of("secret")));
    gateway.await("shop", "\"phase\":\"failed\"");
    restart();

    assertThat(found("\"reason\":\"([^\"]+)\"")).isEqualTo("web ended with status 3");
    assertThat(Files.readString(state())).doesNotContain("secret");
  }

  @Test
  void appThatHasFailedTooOftenIsOpenToVisitorsAgainOnceItHasRun() throws Exception {
    settings += "wake: {attempts: 1}\n";
    restart();
    gateway.get("/", "Accept", "text/html");
    gateway.await("shop", "\"phase\":\"waking\"");
    gateway.workload("shop").become(new Observation.Failed("web has ended", java.util.List.of()));
    gateway.await("shop", "\"phase\":\"failed\"");
    restart();
    assertThat(gateway.get("/").body()).contains("\"detail\":\"web has ended\"");
    assertThat(found("\"barred\":(\\w+)")).isEqualTo("true");
    wakeUp();
    gateway.admin("POST", "/v1/apps/shop/idle");
    gateway.await("shop", "\"phase\":\"resting\"");
    restart();

    assertThat(found("\"barred\":(\\w+)")).isEqualTo("false");
    gateway.get("/", "Accept", "text/html");
    gateway.await("shop", "\"phase\":\"waking\"");
  }

  @Test
  void whatWasAskedForIsKeptThoughTheGatewayIsKilled() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/bar");
    Eventually.await("it is written", () -> written().contains("\"barred\":true"));
    try (TestGateway killed = gateway) {
      gateway = start();

      assertThat(found("\"barred\":(\\w+)")).isEqualTo("true");
      assertThat(killed.log).isNotEmpty();
    }
  }

  private String written() {
    try {
      return Files.readString(state());
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void fileIsForItsOwnerAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
        .isEqualTo("rw-------");
  }

  private void assertSetAside(String content, String why) throws Exception {
    gateway.close();
    Files.writeString(state(), content);
    gateway = start();

    assertThat(gateway.log)
        .filteredOn(line -> line.contains("state.json"))
        .containsExactly(
            "cannot read what was kept of apps in %s: %s; it begins anew, and the file is now %s"
                .formatted(state(), why, folder.resolve("state.json.unreadable")));
    assertThat(folder.resolve("state.json.unreadable")).hasContent(content);
    assertThat(found("\"barred\":(\\w+)")).isEqualTo("false");
  }

  @Test
  void brokenFileIsSetAsideWithOneWarning() throws Exception {
    assertSetAside("{\"version\":1,\"apps\":{\"sh", "it is not JSON");
  }

  @Test
  void fileOfAnotherVersionIsSetAsideWithOneWarning() throws Exception {
    assertSetAside("{\"version\":2,\"apps\":{}}", "its version is 2, expected 1");
  }

  @Test
  void fileWithNonsenseIsSetAsideWithOneWarning() throws Exception {
    assertSetAside("{\"version\":1,\"apps\":{\"shop\":{\"wakes\":7}}}", "found 7, expected a list");
  }

  @Test
  void fileThatCannotBeWrittenIsRefusedAtTheStart() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("other.yaml"),
            TestGateway.HEAD
                + "state: none/state.json\napps:\n"
                + TestGateway.app("shop", upstream.address(), ""));

    assertThatThrownBy(
            () -> Gateway.open(file, _ -> {}, (name, form) -> Workloads.open(name, form, _ -> {})))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot keep what is to outlast the gateway in "
                + folder.resolve("none/state.json")
                + ": its folder is not there; create it first");
  }

  @Test
  void dryRunReadsTheFileAndLeavesItAsItIs() throws Exception {
    gateway.admin("POST", "/v1/apps/shop/bar");
    gateway.close();
    String before = Files.readString(state());
    try (Gateway dry =
        Gateway.open(folder.resolve("gateway.yaml"), new Gateway.Options(true, false), _ -> {})) {
      assertThat(dry.address().getPort()).isPositive();
    }

    assertThat(Files.readString(state())).isEqualTo(before).contains("\"barred\":true");
  }

  private String follow(String lastId, String until) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(FOLLOW + "Last-Event-ID: " + lastId + "\r\n\r\n");
      return client.readUntil(until);
    }
  }

  private static String lastId(String heard) {
    Matcher ids = Pattern.compile("\nid:([^\n]+)").matcher(heard);
    String last = "";
    while (ids.find()) {
      last = ids.group(1);
    }
    return last;
  }

  private String followTheBeginning() throws Exception {
    gateway.get("/", "Accept", "text/html");
    gateway.await("shop", "\"phase\":\"waking\"");
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(FOLLOW + "\r\n");
      return lastId(client.readUntil("waking shop") + client.readUntil("\n\n"));
    }
  }

  @Test
  void whoFollowedTheFormerGatewayIsToldAllOfTheWakeByHigherIds() throws Exception {
    String before = followTheBeginning();
    restart();
    gateway.workload("shop").become(new Observation.Waking("pulling the image"));
    gateway.await("shop", "pulling the image");
    String heard = follow(before, "pulling the image");

    assertThat(heard).contains("event:snapshot\n", "\"text\":\"waking shop\"");
    assertThat(epoch(lastId(heard))).isGreaterThan(epoch(before));
  }

  private static long epoch(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  @Test
  void whoFollowedTheFormerGatewayIsToldThatNobodyWakesItAnyMore() throws Exception {
    String before = followTheBeginning();
    restart();
    gateway.await("shop", "\"phase\":\"resting\"");

    assertThat(follow(before, "event:end")).contains("event:snapshot\ndata:{\"stages\":[]}\n");
  }
}
