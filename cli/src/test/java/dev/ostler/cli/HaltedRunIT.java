package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.control.ControlException;
import dev.ostler.supervisor.HaltingMain;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/*
 * One story: a good first version, one that does not work, one that its check refuses, another good
 * one, a reload that starts the process otherwise. It is cut off at each of its points in turn.
 */
/** The real supervision of a file, halted right before and after whatever it does. */
@Needs({RealPart.ROOT, RealPart.UNSHARE})
class HaltedRunIT {
  /** All points take two minutes; the gate goes through them in strides. */
  private static final int STRIDE = Integer.getInteger("ostler.stride", 6);

  private static final int NEVER = 1_000_000;

  @TempDir Path temporary;
  private RunFolder folder;
  private Optional<Process> started = Optional.empty();

  @BeforeEach
  void beginWhole() throws IOException {
    folder = begin(temporary.resolve("whole"));
  }

  private RunFolder begin(Path life) throws IOException {
    folder = new RunFolder(Files.createDirectory(life));
    writeFile("first");
    offer("1", "");
    return folder;
  }

  private void writeFile(String edition) throws IOException {
    folder.file(
        """
        processes:
          web:
            command:
              - sh
              - -c
              - |
                exec 9>FOLDER/lock
                flock -n 9 || echo overlap >>FOLDER/overlaps
                show() { echo $(cat FOLDER/live/f0) $EDITION >FOLDER/next; mv FOLDER/next FOLDER/seen; }
                trap show HUP
                show
                exec 8>FOLDER/able # held from now on: HUP can be taken
                flock 8
                while :; do sleep 0.02 8>&- 9>&-; done
            environment: {EDITION: %s}
            ready: {exec: [sh, -c, "! flock -n FOLDER/able true && [ ! -e FOLDER/live/broken ]"], every: 10ms, failures: 1}
            stop: {within: 1s}
        configuration:
          site:
            archive: FOLDER/site.tar
            target: FOLDER/live
            sync: false
            check: [test, "!", -e, "{staged}/refused"]
            then: {signal: {web: HUP}}
            keepIf: {ready: web, within: 1s, stays: 20ms}
            required: true
        """
            .formatted(edition));
  }

  private void offer(String version, String flaw) throws IOException {
    Map<String, String> files = new HashMap<>(Map.of("f0", version, "f1", version, "f2", version));
    if (!flaw.isEmpty()) {
      files.put(flaw, version);
    }
    folder.offerArchive("site.tar", files);
  }

  private void start(int last) throws IOException {
    started =
        Optional.of(
            new ProcessBuilder(
                    "unshare",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "env",
                    "--block-signal",
                    "_JAVA_SR_SIGNUM=16",
                    System.getProperty("java.home") + "/bin/java",
                    "-Xrs",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HaltingMain.class.getName(),
                    folder.path("run.yaml").toString(),
                    Integer.toString(last))
                .redirectOutput(folder.path("output").toFile())
                .redirectError(folder.path("errors-" + last).toFile())
                .start());
  }

  private Process running() {
    return started.orElseThrow();
  }

  /** Whether that came true; not if the supervision was halted before. */
  private boolean comes(String claim, BooleanSupplier holds) {
    Eventually.await(
        claim,
        () -> !running().isAlive() || holds.getAsBoolean(),
        Boolean::booleanValue,
        () -> ", but " + standing() + "\n" + told());
    return running().isAlive();
  }

  /** Returns the version and the edition that should be seen in the end, and how it stands. */
  private List<String> live() throws Exception {
    if (!comes("one runs", () -> seen().equals("1 first") && stands(State.CURRENT))) {
      return List.of("1 first", State.CURRENT + " ready");
    }
    offer("2", "broken");
    if (!comes("two is rolled back", () -> stands(State.ROLLED_BACK) && isReady())) {
      return List.of("1 first", State.ROLLED_BACK + " ready");
    }
    offer("3", "refused");
    if (!comes("three is refused", () -> stands(State.REFUSED))) {
      return List.of("1 first", State.REFUSED + " ready");
    }
    offer("4", "");
    if (!comes("four is kept", () -> seen().equals("4 first") && stands(State.CURRENT))) {
      return List.of("4 first", State.CURRENT + " ready");
    }
    writeFile("second");
    try {
      folder.client().reload(false, Optional.of(Duration.ofSeconds(10)));
    } catch (ControlException halted) {
      return List.of("4 second", State.CURRENT + " ready");
    }
    comes("it is run otherwise", () -> seen().equals("4 second") && isReady());
    return List.of("4 second", State.CURRENT + " ready");
  }

  private String seen() {
    try {
      return Files.readString(folder.path("seen")).strip();
    } catch (IOException notYet) {
      return "";
    }
  }

  private boolean stands(State state) {
    return standing().startsWith(state.toString());
  }

  private boolean isReady() {
    return standing().endsWith(" ready");
  }

  private String standing() {
    return folder.standing("site", "web");
  }

  private String told() {
    try (Stream<Path> files = Files.list(folder.path(""))) {
      StringBuilder all = new StringBuilder();
      for (Path errors : files.filter(file -> file.toString().contains("/errors-")).toList()) {
        all.append(Files.readString(errors));
      }
      return all.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void halt() throws InterruptedException {
    running().toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
    running().destroyForcibly();
    assertThat(running().waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void haltedAtAnyPointItIsMadeWholeByTheNextOne() throws Exception {
    start(NEVER);
    live();
    halt();
    int points = points();
    assertThat(points).isGreaterThan(50);

    for (int point = 1; point <= points; point += STRIDE) {
      begin(temporary.resolve("life-" + point));
      start(point);
      List<String> expected = live();
      halt();
      assertWhole(point);
      start(NEVER);
      assertNextOneEndsUpAs(expected, point);
      halt();
    }
  }

  private int points() throws IOException {
    return (int)
        Files.readAllLines(folder.path("errors-" + NEVER)).stream()
            .filter(line -> line.startsWith("point "))
            .count();
  }

  private void assertWhole(int point) throws IOException {
    assertThat(folder.versions("live"))
        .as("halted at point " + point)
        .hasSize(Files.exists(folder.path("live")) ? 1 : 0)
        .doesNotContain("3");
  }

  private void assertNextOneEndsUpAs(List<String> expected, int point) {
    Eventually.await(
        "halted at point " + point + ", the next one is " + expected,
        () -> List.of(seen(), standing()),
        expected::equals,
        () -> "\n" + told());
    assertThat(folder.path("overlaps")).as("halted at point " + point).doesNotExist();
    folder.awaitTidy("halted at point " + point);
  }
}
