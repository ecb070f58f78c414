package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of command starts with the AOT cache that was made for it. */
@ParameterizedClass(name = "{0}")
@MethodSource("forms")
class CachesIT {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path scratch;

  private final Form form;

  CachesIT(Form form) {
    this.form = form;
  }

  /** A folder with the command and the Java that its caches are for. */
  record Form(String name, Path folder, Path javaHome) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Form> forms() {
    Path folder = Built.RELEASE.folder();
    return List.of(
        new Form("distribution", folder, folder.resolve("runtime")),
        new Form("built from a checkout", Built.RELEASE.application(), JDK));
  }

  @Test
  void versionTakesTheSmallestCache() {
    OstlerCommand.Result result = strict("ostler-command.aot", "version").run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("ostler " + Built.RELEASE.version() + "\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void runOfACommandTakesItsCache() {
    OstlerCommand.Result result =
        strict("ostler-command.aot", "run", "--", "sh", "-c", "echo hello; exit 7").run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("hello\n");
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void runWithOptionsTakesItsCache() {
    OstlerCommand.Result result =
        strict("ostler.aot", "run", "--umask", "027", "--", "sh", "-c", "umask").run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("0027\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void runOfAFileTakesItsCache() throws IOException {
    Path file =
        write("run.yaml", "processes: {web: {command: [echo, hello], restart: {when: no}}}\n");

    OstlerCommand.Result result = strict("ostler-file.aot", "run", file.toString()).run();

    assertThat(result.output()).isEqualTo("hello\n");
    assertThat(result.status()).as(result.errors()).isZero();
  }

  @Test
  void planOfAFleetTakesItsCache() throws IOException {
    Path file =
        write(
            "fleet.yaml",
            """
            name: shop
            hosts: {here: {engine: "unix:///no/such/engine.sock"}}
            containers: {web: {on: here, image: web}}
            """);

    OstlerCommand.Result result =
        strict("fleet/ostler-fleet.aot", "fleet", "plan", "--file", file.toString()).run();

    assertThat(result.output() + result.errors()).contains("/no/such/engine.sock");
    assertThat(result.status()).isEqualTo(69);
  }

  @Test
  void gatewayTakesItsCache() throws IOException {
    Path file =
        write(
            "gateway.yaml",
            """
            listen: 127.0.0.1:0
            apps: {shop: {hosts: "*", process: {socket: /s, processes: web, upstream: ":1"}}}
            """);

    OstlerCommand.Result result =
        strict("gateway/ostler-gateway.aot", "gateway", "--check", file.toString()).run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void cacheOfFleetsKnowsWhatIsRemembered() throws IOException {
    assertThat(classesOf("fleet/ostler-fleet.aot", "fleet", "--help"))
        .anyMatch(line -> line.contains("dev.ostler.fleet.StateJson source: shared objects file"));
  }

  @Test
  void cacheOfFleetsKnowsLongAnswersOfEngines() throws IOException {
    assertThat(classesOf("fleet/ostler-fleet.aot", "fleet", "--help"))
        .anyMatch(line ->
            line.contains(
                "org.apache.hc.core5.http.impl.io.ChunkedInputStream$State source: shared"
                    + " objects file"));
  }

  @Test
  void cacheOfGatewaysKnowsTheirAdministrationAndNoRecorderOfFlights() throws IOException {
    assertThat(classesOf("gateway/ostler-gateway.aot", "gateway", "--help"))
        .anyMatch(line -> line.contains("dev.ostler.gateway.SideDoor source: shared objects file"))
        .noneMatch(line -> line.contains(" jdk.jfr.internal."));
  }

  /** All classes of a cache are there from the start, whatever the command. */
  private List<String> classesOf(String cache, String... words) throws IOException {
    Path classes = scratch.resolve("classes");
    OstlerCommand.Result result =
        strict(cache, words).with(Built.CLASSES, classes.toString()).run();
    assertThat(result.status()).as(result.errors()).isZero();
    return Files.readAllLines(classes);
  }

  @Test
  void anotherCacheThanTheOneAskedForIsTold() {
    OstlerCommand.Result result = strict("ostler.aot", "version").run();

    assertThat(result.errors()).isEqualTo("not started with the cache ostler.aot\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void forwardingAndTheEndOfACommandLoadAndMakeNoClass() throws IOException {
    Path classes = scratch.resolve("classes");
    Path atStart = scratch.resolve("at-start");
    String script =
        """
        wc -l <%s >%s; trap : USR1; trap 'exit 0' TERM
        kill -USR1 $PPID; kill -TERM $PPID; while :; do sleep 0.05; done
        """
            .formatted(classes, atStart);

    OstlerCommand.Result result =
        strict("ostler-command.aot", "run", "--", "sh", "-c", script)
            .with(Built.CLASSES, classes.toString())
            .run();

    assertThat(result.status()).as(result.errors()).isZero();
    assertThat(loadedOrMade(classes, atStart)).isEmpty();
  }

  @Test
  void restartAndTheEndLoadAndMakeNoClass() throws IOException {
    Path classes = scratch.resolve("classes");
    Path atStart = scratch.resolve("at-start");
    String script =
        """
        if ! [ -e %2$s ]; then wc -l <%1$s >%2$s; exit 1; fi
        trap 'exit 0' TERM; kill -TERM $PPID; while :; do sleep 0.05; done
        """
            .formatted(classes, atStart);

    OstlerCommand.Result result =
        strict("ostler.aot", "run", "--restart", "on-failure", "--", "sh", "-c", script)
            .with(Built.CLASSES, classes.toString())
            .run();

    assertThat(result.errors()).endsWith("ostler: restarting\n");
    assertThat(result.status()).isZero();
    assertThat(loadedOrMade(classes, atStart)).isEmpty();
  }

  @Test
  void firstConfigurationWeavesNoMoreThanAStartWithoutOneDoes() throws IOException {
    write("a.conf", "a");
    Path archive = scratch.resolve("configuration.tar");
    Tool.run("tar", "-cf", archive.toString(), "-C", scratch.toString(), "a.conf");
    Path target = Files.createDirectory(scratch.resolve("target"));

    assertThat(
            wovenBeforeTheChild(
                "--archive",
                archive.toString(),
                "--target",
                target.toString(),
                "--wait-for-configuration"))
        .hasSameSizeAs(wovenBeforeTheChild("--umask", "027"));
    assertThat(target.resolve("a.conf")).hasContent("a");
  }

  /** How often method handles were woven into classes until the child's first instruction. */
  private List<String> wovenBeforeTheChild(String... options) throws IOException {
    Path classes = scratch.resolve("classes");
    Path atStart = scratch.resolve("at-start");
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "-c", "wc -l <%s >%s".formatted(classes, atStart)));

    OstlerCommand.Result result =
        strict("ostler.aot", words.toArray(String[]::new))
            .with(Built.CLASSES, classes.toString())
            .run();

    assertThat(result.status()).as(result.errors()).isZero();
    return Files.readAllLines(classes).stream()
        .limit(Long.parseLong(Files.readString(atStart).strip()))
        .filter(line -> line.contains("LambdaForm$") && !line.contains("shared objects file"))
        .toList();
  }

  /**
   * What had to be taken from a jar or woven since then: milliseconds each, of which users wait.
   */
  private static List<String> loadedOrMade(Path classes, Path atStart) throws IOException {
    long before = Long.parseLong(Files.readString(atStart).strip());
    assertThat(before).as("classes at the start").isGreaterThan(400);
    return Files.readAllLines(classes).stream()
        .skip(before)
        .filter(line -> line.contains("source: file:") || line.contains("LambdaForm"))
        .toList();
  }

  private OstlerCommand strict(String cache, String... words) {
    return Built.strict(form.folder(), form.javaHome(), scratch, words).with(Built.CACHE, cache);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(scratch.resolve(name), text);
  }
}
