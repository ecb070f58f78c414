package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Engine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Program;
import dev.ostler.engine.Restart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files of libflexkube mean, and where it misbehaves, the better behaviour. */
class LegacyFileTest {
  private static final String WEB =
      """
      host: {direct: {}}
      container:
        runtime: {docker: {}}
        config:
          name: web
          image: example/web:1
          user: "1234"
          group: "1235"
          env: {FOO: "1"}
          ports: [{ip: 127.0.0.1, port: 8080, protocol: tcp}]
          mounts: [{source: /srv/web/, target: /data}]
      configFiles:
        /etc/web/a.conf: |
          hello
      """;

  @TempDir private Path folder;

  @Test
  void desiredStateIsRead() throws Exception {
    Fleet fleet = read("desiredState:\n  web:\n" + WEB.indent(4));

    Workload web = fleet.workload("web").orElseThrow();
    assertThat(web.hosts()).containsExactly("local");
    assertThat(web.spec().program().user()).isEqualTo("1234:1235");
    assertThat(web.spec().program().environment()).isEqualTo(Map.of("FOO", "1"));
    assertThat(web.spec().networking().ports())
        .containsExactly(new Networking.Port(8080, "tcp", "127.0.0.1", 8080));
    assertThat(web.spec().lifecycle().restart().policy()).isEqualTo(Restart.Policy.UNLESS_STOPPED);
    assertThat(web.files())
        .containsExactly(
            new ManagedFile(
                ManagedFile.Place.HOST,
                "/etc/web/a.conf",
                FileContent.of("hello\n"),
                0600,
                new ManagedFile.Owner("1234", "1235"),
                new OnChange.Nothing()));
  }

  private static final String SSH = "ssh: {address: a, user: u, password: p, SET}";

  @Test
  void resourceWrapperIsRead() throws Exception {
    Fleet fleet = read("containers:\n  web:\n" + WEB.indent(4));

    assertThat(fleet.workloads()).containsOnlyKeys("web");
  }

  @Test
  void previousStateAloneMeansRemoval() throws Exception {
    Fleet fleet = read("previousState:\n  web:\n" + withId("abc").indent(4));

    assertThat(fleet.workloads()).isEmpty();
    assertThat(fleet.known()).extracting(Known::id).containsExactly("abc");
  }

  @Test
  void stateWithoutContainersIsOneAndAnEmptyDocumentIsNone() throws Exception {
    assertThat(read("previousState: {}\n").workloads()).isEmpty();
    assertThatThrownBy(() -> read("")).isInstanceOf(InvalidConfigurationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          desiredState  | runtime: {docker: {}}    |                       | 6:7: FROM.web.container.runtime: found nothing, expected a mapping
          desiredState  | docker: {}               | docker:               | 5:24: FROM.web.container.runtime.docker: found nothing, expected a mapping
          desiredState  | image: example/web:1     |                       | 7:9: FROM.web.container.config.image: found nothing, expected a text
          previousState | name: web                |                       | 8:9: FROM.web.container.config.name: found nothing, expected a text
          previousState | image: example/web:1     | image: [a]            | 8:16: FROM.web.container.config.image: found a list, expected a text
          """)
  void whatIsMissingOrOfAnotherKindIsSaidAtItsPlaceInBothStates(
      String state, String what, String instead, String problem) {
    String text =
        state + ":\n  web:\n" + WEB.replace(what, instead == null ? "" : instead).indent(4);

    assertThatThrownBy(() -> read(text))
        .hasMessage(folder.resolve("fleet.yaml") + ":" + problem.replace("FROM", state));
  }

  @Test
  void allThatIsWrongWithSshIsSaidAtOnce() {
    String ssh =
        "ssh: {address: '', user: '', port: 0, retryInterval: soon, retryTimeout: '',"
            + " privateKey: none}";

    assertThatThrownBy(
            () -> read("desiredState:\n  web:\n" + WEB.replace("direct: {}", ssh).indent(4)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            "address must not be empty, user must not be empty, port must be 1 to 65535, got 0,"
                + " retryTimeout must be a duration such as 30s, got '', retryInterval must be a"
                + " duration such as 30s, got 'soon', privateKey must be a key in the form of PEM"
                + " or OpenSSH");
  }

  @Test
  void hostIsTriedForAsLongAsTheFileSays() throws Exception {
    String usual = "desiredState:\n  web:\n" + WEB.replace("direct: {}", SSH).indent(4);

    Fleet fleet = read(usual.replace("SET", "retryTimeout: 1m1.5s, retryInterval: 250ms"));
    Fleet unset = read(usual.replace(", SET", ""));

    assertThat(fleet.hosts().get("a").retry())
        .isEqualTo(new Host.Retry(Duration.ofMillis(61_500), Duration.ofMillis(250)));
    assertThat(unset.hosts().get("a").retry())
        .isEqualTo(new Host.Retry(Duration.ofSeconds(60), Duration.ofSeconds(1)));
  }

  @Test
  void connectionMayTakeAsLongAsTheFileSays() throws Exception {
    String usual = "desiredState:\n  web:\n" + WEB.replace("direct: {}", SSH).indent(4);

    Fleet fleet = read(usual.replace("SET", "connectionTimeout: 1500ms"));
    Fleet unset = read(usual.replace(", SET", ""));
    Fleet unlimited = read(usual.replace("SET", "connectionTimeout: 0s"));

    assertThat(fleet.hosts().get("a").connectWithin()).isEqualTo(Duration.ofMillis(1500));
    assertThat(unset.hosts().get("a").connectWithin()).isEqualTo(Duration.ofSeconds(30));
    assertThat(unlimited.hosts().get("a").connectWithin()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void connectionThatTakesLongerIsGivenUpInThatTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String ssh =
          "ssh: {address: 127.0.0.1, password: p, connectionTimeout: 200ms, retryTimeout: 0s, port: "
              + silent.getLocalPort()
              + "}";
      Fleet fleet = read("desiredState:\n  web:\n" + WEB.replace("direct: {}", ssh).indent(4));

      assertThatThrownBy(
              () -> {
                try (Engine engine =
                    Connector.byAddress().connect(fleet.hosts().get("127.0.0.1"))) {
                  engine.containers().list(ContainerQuery.ALL);
                }
              })
          .hasMessageEndingWith(" within 200 ms");
    }
  }

  @Test
  void hostIsReachedInExactlyOneWayAndNullIsNone() {
    String both = WEB.replace("direct: {}", "direct: {}, ssh: {address: a}");
    String none = WEB.replace("direct: {}", "direct: ");

    assertThatThrownBy(() -> read("desiredState:\n  web:\n" + both.indent(4)))
        .hasMessageContaining("direct");
    assertThatThrownBy(() -> read("desiredState:\n  web:\n" + none.indent(4)))
        .hasMessageContaining("host.direct: found nothing, expected a mapping");
  }

  @Test
  void numbersAndTruthsAreTextsWhereTextsAreExpected() throws Exception {
    Fleet fleet =
        read(
            "desiredState:\n  web:\n"
                + WEB.replace("env: {FOO: \"1\"}", "env: {FOO: 1, BAR: true}\n    args: [1, on]")
                    .indent(4));

    Program program = fleet.workload("web").orElseThrow().spec().program();
    assertThat(program.environment()).isEqualTo(Map.of("FOO", "1", "BAR", "true"));
    assertThat(program.command()).containsExactly("1", "on");
  }

  @Test
  void entryWithoutAnythingIsRefusedInsteadOfACrash() {
    assertThatThrownBy(() -> read("desiredState: {foo: }\n"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("desiredState.foo");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() ->
            read(
                """
                desiredState:
                  web:
                    host: {direct: {}, ssh: {address: a}}
                    container:
                      runtime: {}
                      config: {name: web, imagee: x}
                """))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("fleet.yaml:3")
        .hasMessageContaining("container.runtime.docker")
        .hasMessageContaining("did you mean 'image'");
  }

  @Test
  void emptySourceOfAMountIsRefusedInsteadOfACrash() {
    assertThatThrownBy(
            () -> read("desiredState:\n  web:\n" + WEB.replace("/srv/web/", "''").indent(4)))
        .hasMessageContaining("the source of a mount must be an absolute path, got \"\"");
  }

  @Test
  void configPathWithDotsIsRefused() {
    assertThatThrownBy(() ->
            read("desiredState:\n  web:\n" + WEB.replace("/etc/web/a", "/etc/../a").indent(4)))
        .hasMessageEndingWith(
            "path of a file must not contain '//', '.' or '..', got '/etc/../a.conf'");
  }

  @Test
  void knownContainerWithoutDifferencesIsLeftRunning() throws Exception {
    World world = new World("local");
    FakeHost host = world.hosts.get("local");
    String id = madeByTheOtherTool(host);
    Fleet fleet =
        read(
            "previousState:\n  web:\n"
                + withId(id).indent(4)
                + "desiredState:\n  web:\n"
                // An empty list and the usual address mean the same as nothing.
                + WEB.replace("docker: {}", "docker: {host: \"unix:///var/run/docker.sock\"}")
                    .replace("user:", "args: []\n    user:")
                    .indent(4));
    world.recorded = world.recorded.with(fleet.known(), world.hash);
    host.calls.clear();

    world.apply(fleet);

    assertThat(host.calls).noneMatch(call -> call.matches("(create|stop|start|remove) web.*"));
    assertThat(host.named("web").id).isEqualTo(id);
  }

  @Test
  void knownContainerWithAnotherImageIsReplaced() throws Exception {
    World world = new World("local");
    FakeHost host = world.hosts.get("local");
    String id = madeByTheOtherTool(host);
    Fleet fleet =
        read(
            "previousState:\n  web:\n"
                + withId(id).indent(4)
                + "desiredState:\n  web:\n"
                + WEB.replace("web:1", "web:2").indent(4));
    world.recorded = world.recorded.with(fleet.known(), world.hash);
    host.calls.clear();

    Report report = world.apply(fleet);

    assertThat(report.isSuccess()).isTrue();
    assertThat(host.named("web").spec.image()).isEqualTo("example/web:2");
    assertThat(host.calls.stream().filter(call -> call.startsWith("create web"))).hasSize(1);
  }

  @Test
  void knownContainerThatIsNotWantedIsRemoved() throws Exception {
    World world = new World("local");
    FakeHost host = world.hosts.get("local");
    String id = madeByTheOtherTool(host);
    Fleet fleet = read("previousState:\n  web:\n" + withId(id).indent(4));
    world.recorded = world.recorded.with(fleet.known(), world.hash);

    world.apply(fleet);

    assertThat(host.names()).doesNotContain("web");
  }

  @Test
  void hostsAreToldApartByAddressNotByCredentials() throws Exception {
    String ssh = "ssh: {address: web1, port: 22, user: USER, password: PASSWORD}";
    Fleet fleet =
        read(
            "previousState:\n  web:\n"
                + withId("abc")
                    .replace("direct: {}", ssh.replace("USER", "root").replace("PASSWORD", "a"))
                    .indent(4)
                + "desiredState:\n  web:\n"
                + WEB.replace("direct: {}", ssh.replace("USER", "deploy").replace("PASSWORD", "b"))
                    .indent(4));

    assertThat(fleet.hosts()).containsOnlyKeys("web1");
  }

  private static String withId(String id) {
    return WEB.replace("  runtime:", "  status: {id: " + id + ", status: running}\n  runtime:");
  }

  private static String madeByTheOtherTool(FakeHost host) throws Exception {
    String id = host.create("web", ContainerSpec.of("example/web:1"));
    host.named("web").state = ContainerState.RUNNING;
    return id;
  }

  private Fleet read(String text) throws Exception {
    return FleetFile.read(Files.writeString(folder.resolve("fleet.yaml"), text));
  }
}
