package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.Engine;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RemoteHost;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a container of an engine with networks, before other containers of it. */
@Needs({RealPart.HOSTS, RealPart.CURL})
@SuppressWarnings("NullAway.Init")
class OwnContainerIT {
  private static final String GATE = "gate";
  private static final String SERVER =
      "trap 'exit 0' TERM; mkdir -p /w; echo it works >/w/index.html; cd /w; httpd -f -p 8080 & wait";
  private static final String FILE =
      """
      listen: 0.0.0.0:8080
      apps:
        beside: {hosts: beside.test, container: {name: beside, port: 8080}}
        published: {hosts: published.test, container: {name: published, port: 8080}}
        hidden: {hosts: hidden.test, container: {name: hidden, port: 8080}}
      """;

  @TempDir static Path folder;
  private static RemoteHost host;

  /** The gateway, inside. */
  static final class Main {
    private Main() {}

    /** With its file. */
    public static void main(String[] arguments) throws Exception {
      try (Gateway _ =
          Gateway.open(Path.of(arguments[0]), new Gateway.Options(false, false), Main::print)) {
        new CountDownLatch(1).await();
      }
    }

    private static void print(String line) {
      System.out.println(line);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    host = RemoteHost.start();
    try (Engine engine = Engine.over(new UnixDialer(host.socket()))) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
    host.docker("network", "create", "web");
    create("beside", "--network", "web");
    create("published", "--publish", "8080");
    create("hidden", "--publish", "127.0.0.1::8080");
    startGateway();
  }

  @AfterAll
  static void close() {
    host.close();
  }

  private static void create(String name, String... where) {
    List<String> words = new ArrayList<>(List.of("create", "--name", name));
    words.addAll(Arrays.asList(where));
    words.addAll(List.of(TestImage.NAME, "sh", "-c", SERVER));
    host.docker(words.toArray(String[]::new));
  }

  /** Its Java and its classes are those of this machine. */
  private static void startGateway() throws Exception {
    Files.writeString(folder.resolve("gateway.yaml"), FILE);
    List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", GATE));
    words.addAll(List.of("--network", "web", "--publish", "8080:8080"));
    words.addAll(List.of("--volume", "/run/docker.sock:/var/run/docker.sock"));
    words.addAll(List.of("--volume", "/:/host:ro", "--volume", "/lib:/lib:ro"));
    if (Files.exists(Path.of("/lib64"))) {
      words.addAll(List.of("--volume", "/lib64:/lib64:ro"));
    }
    words.add(TestImage.NAME);
    words.addAll(List.of(ofHost(System.getProperty("java.home")) + "/bin/java", "-cp"));
    words.addAll(List.of(classPath(), Main.class.getName(), ofHost(folder + "/gateway.yaml")));
    host.docker(words.toArray(String[]::new));
    Eventually.await(
        "it listens",
        () -> host.docker("logs", GATE),
        said -> said.contains("listening"),
        () -> "");
  }

  private static String ofHost(String path) {
    return "/host" + path;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(OwnContainerIT::ofHost)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String get(String app) {
    String[] ask = {
      "curl", "-s", "--max-time", "60", "-H", "Host: " + app + ".test", "http://127.0.0.1:8080"
    };
    return host.run(ask);
  }

  @Test
  void containerIsReachedByANetworkThatBothAreConnectedTo() {
    assertThat(get("beside")).isEqualTo("it works");
  }

  @Test
  void containerOfAnotherNetworkIsReachedByThePortThatItPublishes() {
    assertThat(get("published")).isEqualTo("it works");
  }

  @Test
  void containerThatPublishesItsPortForItsHostAloneIsSaidNotToBeReached() {
    assertThat(get("hidden"))
        .contains("\"status\":503")
        .contains("its container shares no network with gate, in which the gateway runs");
  }
}
