package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway before a web server in a container of Docker itself, which it may ask for what it needs
 * and for nothing else.
 */
@Needs({RealPart.ENGINE, RealPart.CURL})
@SuppressWarnings("NullAway.Init")
class DockerGatewayTest {
  @TempDir Path folder;
  private final String name = "ostler-test-" + UUID.randomUUID();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final RestrictedSocket restricted = new RestrictedSocket(ContainerEngine.socket());
  private Engine engine;
  private int port;

  @BeforeEach
  void create() throws Exception {
    engine = Engine.over(new UnixDialer(ContainerEngine.socket()));
    engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    engine
        .containers()
        .create(
            name,
            ContainerSpec.of(TestImage.NAME)
                .withLabels(
                    Map.of(
                        "ostler.app",
                        name,
                        "ostler.port",
                        Integer.toString(port),
                        "ostler.hosts",
                        "labelled.example.org",
                        "ostler.idle.after",
                        "300ms",
                        "ostler.idle.awake",
                        "0s"))
                .withNetworking(Networking.DEFAULT.withMode("host"))
                .withCommand(
                    "sh",
                    "-c",
                    "trap 'exit 0' TERM; mkdir /w; echo it works >/w/index.html; cd /w;"
                        + " httpd -f -p 127.0.0.1:"
                        + port
                        + " & wait"));
  }

  @AfterEach
  void remove() throws EngineException {
    engine.containers().remove(name, Containers.Removal.WHOLE);
    engine.close();
    client.close();
    restricted.close();
    assertThat(restricted.refused).isEmpty();
  }

  private Gateway open(String stop) throws Exception {
    String file =
        """
        listen: 127.0.0.1:0
        apps:
          shop:
            hosts: '*'
            container: {name: %s, port: %d, stop: %s, engine: 'unix://%s'}
            idle: {after: 300ms, awake: 0s}
        """
            .formatted(name, port, stop, restricted.path());
    return Gateway.open(
        Files.writeString(folder.resolve("gateway.yaml"), file),
        new Gateway.Options(false, false),
        log::add);
  }

  private String get(Gateway gateway) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.address().getPort()))
            .timeout(Duration.ofSeconds(60))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private void awaitState(ContainerState state) {
    Eventually.await(
        "it is " + state, () -> engine.containers().inspect(name).status().state() == state);
  }

  @Test
  void containerIsStartedForItsVisitorAndStoppedWhenNobodyComes() throws Exception {
    try (Gateway gateway = open("stop")) {
      assertThat(get(gateway)).isEqualTo("200 it works\n");
      awaitState(ContainerState.EXITED);
      assertThat(get(gateway)).isEqualTo("200 it works\n");
      awaitState(ContainerState.EXITED);
    }
    assertThat(log).contains("shop: waking for a visitor", "shop: going to rest: nobody uses it");
  }

  @Test
  void containerIsAnAppByItsLabels() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "listen: 127.0.0.1:0\ndiscover: 'unix://" + restricted.path() + "'\n");
    try (Gateway gateway = Gateway.open(file, new Gateway.Options(false, false), log::add)) {
      String address = "127.0.0.1:" + gateway.address().getPort();
      String[] ask = {
        "curl", "-s", "--max-time", "60", "-H", "Host: labelled.example.org", "http://" + address
      };
      Eventually.await("its page", () -> Tool.run(ask), "it works"::equals, () -> " after " + log);
      awaitState(ContainerState.EXITED);

      assertThat(Tool.run(ask)).isEqualTo("it works");
    }
    assertThat(log).contains(name + ": waking for a visitor");
  }

  @Test
  void containerIsHeldStillAndGoesOn() throws Exception {
    try (Gateway gateway = open("pause")) {
      assertThat(get(gateway)).isEqualTo("200 it works\n");
      awaitState(ContainerState.PAUSED);
      assertThat(get(gateway)).isEqualTo("200 it works\n");
    }
  }
}
