package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.SshDialer;
import dev.ostler.engine.SshSettings;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RemoteHost;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway before a web server in a container of another host, whose engine comes and goes. */
@Needs(RealPart.HOSTS)
@SuppressWarnings("NullAway.Init")
class RemoteEngineIT {
  private static final String NAME = "shop";
  private static final int PORT = 8080;
  private static final String SERVER =
      "trap 'exit 0' TERM; mkdir -p /w; echo it works >/w/index.html; cd /w; httpd -f -p 8080 & wait";
  private static RemoteHost host;

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void startHost() throws Exception {
    host = RemoteHost.start();
    try (Engine engine = Engine.over(new UnixDialer(host.socket()))) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
  }

  @AfterAll
  static void closeHost() {
    host.close();
  }

  @BeforeEach
  void create() throws Exception {
    create(Networking.DEFAULT.withPorts(List.of(new Networking.Port(PORT, "tcp", "", 0))));
  }

  @AfterEach
  void remove() throws Exception {
    client.close();
    try (Engine engine = Engine.over(new UnixDialer(host.socket()))) {
      engine.containers().remove(NAME, Containers.Removal.WHOLE);
    }
  }

  private static void create(Networking networking) throws Exception {
    try (Engine engine = Engine.over(new UnixDialer(host.socket()))) {
      engine
          .containers()
          .create(
              NAME,
              ContainerSpec.of(TestImage.NAME)
                  .withNetworking(networking)
                  .withCommand("sh", "-c", SERVER));
    }
  }

  private static SshSettings settings() {
    return SshSettings.of(host.address())
        .withUser("root")
        .withIdentity(host.ssh().identity())
        .withKnownHosts(host.ssh().knownHosts());
  }

  /** As a file opens it, but with a key that is not the user's. */
  private static Workload open(String name, GatewayFile.App app) {
    GatewayFile.Container form = app.container().orElseThrow();
    return new EngineWorkload(
        name,
        EngineAccess.over(new SshDialer(settings())),
        new EngineWorkload.Choice(form.name(), form.label(), false),
        new EngineReach(form.port(), form.engine().host()));
  }

  private Gateway open() throws Exception {
    String file =
        """
        listen: 127.0.0.1:0
        apps:
          shop:
            hosts: '*'
            container: {name: shop, port: 8080, engine: 'ssh://root@%s'}
            idle: {after: 500ms, awake: 0s}
        """
            .formatted(host.address());
    return Gateway.open(
        Files.writeString(folder.resolve("gateway.yaml"), file), log::add, RemoteEngineIT::open);
  }

  private String get(Gateway gateway) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.address().getPort()))
            .timeout(Duration.ofSeconds(60))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static void awaitStopped() {
    Eventually.await(
        "it is stopped",
        () -> host.docker("inspect", "--format", "{{.State.Status}}", NAME).equals("exited"));
  }

  @Test
  void containerIsWokenThereAndReachedAtTheHostsAddress() throws Exception {
    try (Gateway gateway = open()) {
      assertThat(get(gateway)).as(log::toString).isEqualTo("200 it works\n");
      awaitStopped();
      assertThat(get(gateway)).as(log::toString).isEqualTo("200 it works\n");
    }
  }

  @Test
  void containerWithoutAPublishedPortIsSaidNotToBeReachedFromElsewhere() throws Exception {
    host.docker("rm", "--force", NAME);
    create(Networking.DEFAULT);
    try (Gateway gateway = open()) {
      assertThat(get(gateway))
          .startsWith("503 ")
          .contains(
              "\"detail\":\"its container has no port at "
                  + host.address()
                  + " for its port 8080; publish it where others reach it\"");
    }
  }

  @Test
  void containerOfThisHostIsReachedAtItsAddressOfANetwork() throws Exception {
    host.docker("rm", "--force", NAME);
    create(Networking.DEFAULT);
    try (EngineWorkload workload =
        new EngineWorkload(
            NAME,
            EngineAccess.over(new UnixDialer(host.socket())),
            new EngineWorkload.Choice(Optional.of(NAME), Optional.empty(), false),
            EngineReach.here(PORT))) {
      workload.wake();
      String address = host.docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", NAME);

      assertThat(workload.observe())
          .isEqualTo(new Observation.Running(Optional.of(new InetSocketAddress(address, PORT))));
      assertThat(
              host.run(
                  "curl",
                  "-s",
                  "--retry-connrefused",
                  "--retry",
                  "9",
                  "http://" + address + ":8080"))
          .isEqualTo("it works");
    }
  }

  @Test
  void engineThatIsStartedAnewIsFoundAgainAndItsContainerWokenForTheNextVisitor() throws Exception {
    try (Gateway gateway = open()) {
      assertThat(get(gateway)).as(log::toString).isEqualTo("200 it works\n");
      host.stopEngine();
      Eventually.await(
          "nobody says how it is",
          () -> log.stream().anyMatch(line -> line.startsWith("shop: its platform does not say")));
      host.startEngine();

      Eventually.await("it is served again", () -> get(gateway).equals("200 it works\n"));
      awaitStopped();
      assertThat(get(gateway)).as(log::toString).isEqualTo("200 it works\n");
    }
  }
}
