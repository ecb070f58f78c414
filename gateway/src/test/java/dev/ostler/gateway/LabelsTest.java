package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Apps that containers are by their labels. */
class LabelsTest {
  private static final EngineAddress ENGINE = EngineAddress.parse("unix:///run/engine.sock");
  private static final Pattern COMPOSE = Pattern.compile("(?ms)^```yaml compose\n(.*?)^```$");

  private static Map<String, String> labels(String... more) {
    Map<String, String> labels = new HashMap<>();
    labels.put("ostler.app", "shop");
    labels.put("com.docker.compose.service", "web");
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    return labels;
  }

  private static GatewayFile.App read(String... more) throws Exception {
    return Labels.read(labels(more), ENGINE);
  }

  private static void assertRefused(String message, String... more) {
    assertThatThrownBy(() -> read(more)).hasMessage(message);
  }

  @Test
  void labelsSayWhatAFileWouldSay() throws Exception {
    String file =
        """
        listen: :8080
        apps:
          shop:
            hosts: [shop.example.org, www.shop.example.org]
            container:
              {label: ostler.app=shop, port: 8080, stop: pause, engine: 'unix:///run/engine.sock'}
            needs: db
            ready: {http: /health, status: 200-499}
            idle:
              after: 10m
              traffic: false
              schedule: {zone: Europe/Berlin, awake: ['Mon,Wed 07:00-19:00', 'Sat 10:00-12:00']}
            wake: {within: 2m, attempts: 3, hold: {most: 10}}
            ignore: {agents: [MyMonitor, Other]}
            visitors: hold
          db: {container: {name: db, port: 5432}}
        """;
    GatewayFile.App wanted =
        Objects.requireNonNull(
            ((GatewayFile) Gateway.format().read("gateway.yaml", file)).apps().get("shop"));

    assertThat(
            read(
                "ostler.hosts",
                "shop.example.org, www.shop.example.org",
                "ostler.port",
                "8080",
                "ostler.stop",
                "pause",
                "ostler.needs",
                "db",
                "ostler.ready.http",
                "/health",
                "ostler.ready.status",
                "200-499",
                "ostler.idle.after",
                "10m",
                "ostler.idle.traffic",
                "false",
                "ostler.idle.schedule.zone",
                "Europe/Berlin",
                "ostler.idle.schedule.awake",
                "Mon,Wed 07:00-19:00; Sat 10:00-12:00",
                "ostler.wake.within",
                "2m",
                "ostler.wake.attempts",
                "3",
                "ostler.wake.hold.most",
                "10",
                "ostler.ignore.agents",
                "MyMonitor,Other",
                "ostler.visitors",
                "hold"))
        .isEqualTo(wanted);
  }

  @Test
  void whatIsWrongIsSaidByTheLabelThatSaysIt() {
    assertRefused(
        "label ostler.idle.after: found '30x', expected a duration such as 500ms, 30s, 5m or 1h30m",
        "ostler.port",
        "80",
        "ostler.idle.after",
        "30x");
    assertRefused(
        "label ostler.port: found '70000', expected a whole number from 1 to 65535",
        "ostler.port",
        "70000");
    assertRefused(
        "label ostler.port: found nothing, expected a whole number from 1 to 65535",
        "ostler.hosts",
        "*");
    assertRefused(
        "label ostler.hosts[1]: found host 'shop.test:80', expected one without scheme, port and"
            + " path, such as shop.example.org, 10.0.0.7 or ::1, or '*' for all others",
        "ostler.port",
        "80",
        "ostler.hosts",
        "shop.test, shop.test:80");
  }

  @Test
  void labelsThatDoNotGoTogetherAreRefusedAsInAFile() {
    assertRefused(
        "label ostler.idle.cpu: found a rule for CPU, which goes with a workload of a Kubernetes"
            + " cluster; leave it out",
        "ostler.port",
        "80",
        "ostler.idle.cpu",
        "3");
    assertRefused(
        "label ostler.ready: found 'log', which goes with a container: the file of 'ostler run' and"
            + " the probes of Kubernetes have rules of their own; expected none, tcp, http or"
            + " delay",
        "ostler.job",
        "true",
        "ostler.ready.log",
        "done");
    assertRefused(
        "label ostler.needs: found an empty name, expected that of an app",
        "ostler.port",
        "80",
        "ostler.needs",
        "");
    assertRefused(
        "label ostler.ready: found '/a b', expected a path as requests have it: other characters"
            + " than theirs are written as codes, such as %20 for a space",
        "ostler.port", "80", "ostler.ready.http", "/a b");
  }

  @Test
  void labelThatNobodyKnowsIsRefusedWithTheOneThatIsMeant() {
    assertThatThrownBy(() -> read("ostler.port", "80", "ostler.idel.after", "1m"))
        .hasMessageStartingWith("label ostler.idel: ")
        .hasMessageContaining("idle");
  }

  @Test
  void labelsThatContradictEachOtherAreRefused() {
    assertRefused(
        "label ostler.ready.http: found a key of what another label gives a value",
        "ostler.port",
        "80",
        "ostler.ready",
        "tcp",
        "ostler.ready.http",
        "/");
  }

  @Test
  void containerIsNotAskedForAnotherWorkload() {
    assertRefused(
        "label ostler.process.socket: found 'process', which a container is not asked for",
        "ostler.process.socket",
        "/run/x.sock");
    assertRefused(
        "label ostler.container.name: found 'container', which a container is not asked for",
        "ostler.container.name",
        "other");
  }

  @Test
  void containerMayBeAJob() throws Exception {
    GatewayFile.App job = read("ostler.job", "true");

    assertThat(job.container()).isEmpty();
    assertThat(job.job().orElseThrow().label()).hasValue("ostler.app=shop");
    assertThat(read("ostler.job", "false", "ostler.port", "80").job()).isEmpty();
    assertRefused(
        "label ostler.job.name: found 'job', which a container is not asked for",
        "ostler.job.name",
        "other");
  }

  @Test
  void variablesOfTheGatewayAreNoneOfItsBusiness() throws Exception {
    assertThat(read("ostler.port", "80", "ostler.ignore.agents", "${HOME}").ignore().agents())
        .containsExactly("${HOME}");
    assertThat(read("ostler.port", "80", "ostler.needs", "${HOME}").needs())
        .containsExactly("${HOME}");
  }

  /** What Compose would give to the containers of the services in the files of a document. */
  private static Map<String, Map<String, String>> labelsIn(String document) throws Exception {
    Map<String, Map<String, String>> labels = new HashMap<>();
    Matcher files = COMPOSE.matcher(Files.readString(Path.of("..", "docs").resolve(document)));
    while (files.find()) {
      Load yaml = new Load(LoadSettings.builder().build());
      Map<?, ?> file = (Map<?, ?>) yaml.loadFromString(files.group(1));
      ((Map<?, ?>) Objects.requireNonNull(file.get("services")))
          .forEach((name, service) -> labels.put(name.toString(), labelsOf((Map<?, ?>) service)));
    }
    return labels;
  }

  /** In a mapping, or in a list of {@code NAME=VALUE}. */
  private static Map<String, String> labelsOf(Map<?, ?> service) {
    Map<String, String> labels = new HashMap<>();
    switch (service.get("labels")) {
      case Map<?, ?> map ->
          map.forEach((name, value) -> labels.put(name.toString(), value.toString()));
      case List<?> list ->
          list.stream()
              .map(label -> label.toString().split("=", 2))
              .forEach(label -> labels.put(label[0], label[1]));
      case null, default -> {}
    }
    return labels;
  }

  private static GatewayFile.App appIn(String document, String service) throws Exception {
    return Labels.read(Objects.requireNonNull(labelsIn(document).get(service)), ENGINE);
  }

  @Test
  void exampleOfTheGuideForComposeIsRight() throws Exception {
    GatewayFile.App shop = appIn("guide/gateway.md", "shop");

    assertThat(shop.hosts())
        .containsExactly(new HostName("shop.example.org"), new HostName("www.shop.example.org"));
    assertThat(shop.needs()).containsExactly("db");
    assertThat(shop.idle().after()).isEqualTo(Duration.ofMinutes(10));
    assertThat(shop.idle().schedule().awake()).hasSize(2);
    assertThat(appIn("guide/gateway.md", "db").hosts()).isEmpty();
  }

  /** The later of the two files with this service counts: the one that it becomes. */
  @Test
  void exampleForThoseWhoComeFromSablierIsRight() throws Exception {
    GatewayFile.App whoami = appIn("migration/from-sablier.md", "whoami");

    assertThat(whoami.hosts()).containsExactly(new HostName("whoami.example.org"));
    assertThat(whoami.idle().after()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void nameThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Labels.read(Map.of("ostler.app", "a b"), ENGINE))
        .hasMessage("label ostler.app: found 'a b', expected a name such as shop");
  }
}
