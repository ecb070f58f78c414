package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that become apps by their labels, and those that do not. */
@SuppressWarnings("NullAway.Init")
class DiscoveryTest {
  @TempDir Path folder;
  private final FakeEngine fake = FakeEngine.start();
  private final Engine engine = fake.connect();
  private final Upstream upstream = upstream();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;

  private static Upstream upstream() {
    try {
      return new Upstream("shop");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void open() throws Exception {
    gateway =
        Gateway.open(
            Files.writeString(folder.resolve("gateway.yaml"), file("")),
            new Gateway.Options(false, false),
            log::add);
  }

  private String file(String apps) {
    return "listen: 127.0.0.1:0\ndiscover: 'unix://" + fake.socket() + "'\n" + apps;
  }

  private void change(String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, folder.resolve("gateway.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  @AfterEach
  void close() {
    gateway.close();
    client.close();
    upstream.close();
    engine.close();
    fake.close();
  }

  private void create(String name, String app, String... more) throws EngineException {
    Map<String, String> labels = new TreeMap<>();
    labels.put("ostler.app", app);
    labels.put("ostler.port", Integer.toString(upstream.address().getPort()));
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    engine
        .containers()
        .create(
            name,
            ContainerSpec.of(TestImage.NAME)
                .withLabels(labels)
                .withNetworking(Networking.DEFAULT.withMode("host")));
  }

  private int get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.address().getPort() + path))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().statusCode();
  }

  private void awaitStatus(int status) {
    Eventually.await("the answer is " + status, () -> get("/") == status);
  }

  private void awaitLog(String line) {
    Eventually.await(line, () -> List.copyOf(log), lines -> lines.contains(line), () -> "");
  }

  private long wakes() {
    return log.stream().filter("shop: waking for a visitor"::equals).count();
  }

  @Test
  void containerThatIsMadeBecomesAnAppAndIsWokenByItsVisitor() throws Exception {
    assertThat(get("/")).isEqualTo(404);
    create("web", "shop", "ostler.hosts", "*");

    awaitStatus(200);
    awaitLog("shop: waking for a visitor");
  }

  @Test
  void containerThatIsMadeAnewIsTheSameApp() throws Exception {
    create("web", "shop", "ostler.hosts", "*");
    awaitStatus(200);
    engine.containers().remove("web", Containers.Removal.WHOLE);
    create("web", "shop", "ostler.hosts", "*");

    // Until its end is seen, visitors get through to what still answers there.
    Eventually.await("it is woken again", () -> get("/") == 200 && wakes() == 2);
  }

  @Test
  void containersOfOneCommandAreNoAppsThoughTheyHaveTheLabelsOfTheirService() throws Exception {
    create("web", "shop", "ostler.hosts", "*");
    create("web-run", "shop", "ostler.hosts", "run", "com.docker.compose.oneoff", "True");
    create("tool-run", "tool", "ostler.hosts", "tool", "com.docker.compose.oneoff", "True");
    List<Map<String, GatewayFile.App>> told = new CopyOnWriteArrayList<>();
    EngineAddress address = EngineAddress.parse("unix://" + fake.socket());
    try (Discovery _ = Discovery.begin(address, told::add, log::add)) {
      Eventually.await("they are told", () -> !told.isEmpty());
    }

    assertThat(told.getFirst()).containsOnlyKeys("shop");
    assertThat(told.getFirst().values())
        .flatExtracting(GatewayFile.App::hosts)
        .extracting(HostName::text)
        .containsExactly("*");
  }

  @Test
  void labelsThatAreWrongAreToldAndTheAppStaysAsItWas() throws Exception {
    create("web", "shop", "ostler.hosts", "*");
    awaitStatus(200);
    engine.containers().remove("web", Containers.Removal.WHOLE);
    create("web", "shop", "ostler.hosts", "*", "ostler.idle.after", "soon");

    awaitLog(
        "container web is the app that it was: label ostler.idle.after: found 'soon', expected a"
            + " duration such as 500ms, 30s, 5m or 1h30m");
    awaitStatus(200);
  }

  @Test
  void whatTheFileHasAlreadyIsNotTakenFromAContainer() throws Exception {
    change(
        file(
            "apps:\n  first: {hosts: '*', container: {name: none, port: 80, engine: 'unix://"
                + fake.socket()
                + "'}}\n"));
    awaitLog("reloaded " + folder.resolve("gateway.yaml"));
    create("web", "shop", "ostler.hosts", "shop.example.org, *");

    awaitLog(
        "cannot take app shop of container labels: found host '*', which app first has already");
  }

  @Test
  void engineIsAskedForNothingButWhatTheGuideLists() throws Exception {
    create(
        "web", "shop", "ostler.hosts", "*", "ostler.idle.after", "10ms", "ostler.idle.awake", "0s");
    fake.forgetCalls();
    awaitStatus(200);
    Eventually.await(
        "it was stopped", () -> fake.calls().stream().anyMatch(call -> call.endsWith("/stop")));

    assertThat(fake.calls())
        .extracting(call -> call.replaceAll("[0-9a-f]{64}", "ID"))
        .containsOnly(
            "GET /_ping",
            "GET /events",
            "GET /containers/json",
            "GET /containers/ID/json",
            "POST /containers/ID/start",
            "POST /containers/ID/stop");
  }

  @Test
  void engineThatIsNotThereIsToldOnceAndLookedForAgain() throws Exception {
    Path later = folder.resolve("later.sock");
    change("listen: 127.0.0.1:0\ndiscover: 'unix://" + later + "'\n");
    String trouble =
        "cannot look for apps at unix://"
            + later
            + ": cannot ask for the version of the API on unix://"
            + later
            + ": the socket "
            + later
            + " is not there; is the engine running?";
    awaitLog(trouble);
    create("web", "shop", "ostler.hosts", "*");
    Files.createSymbolicLink(later, fake.socket());

    awaitStatus(200);
    assertThat(log.stream().filter(trouble::equals)).hasSize(1);
  }

  @Test
  void appsThatCouldNotBeTakenAreToldAgainAndTheReasonOnce() throws Exception {
    create("web", "shop");
    List<String> complaints = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    EngineAddress address = EngineAddress.parse("unix://" + fake.socket());
    try (Discovery _ = Discovery.begin(address, apps -> take(apps, attempts), complaints::add)) {
      Eventually.await("they are told again", () -> attempts.get() == 4);
    }

    assertThat(complaints)
        .containsExactly(
            "cannot look for apps at "
                + address
                + ": internal error: java.lang.IllegalStateException: not now");
  }

  private static void take(Map<String, GatewayFile.App> apps, AtomicInteger attempts) {
    assertThat(apps).containsOnlyKeys("shop");
    if (attempts.incrementAndGet() < 4) {
      throw new IllegalStateException("not now");
    }
  }
}
