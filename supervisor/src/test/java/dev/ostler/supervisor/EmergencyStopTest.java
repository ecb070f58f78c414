package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.entrypoint.WatchOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes whose supervisor cannot go on. */
class EmergencyStopTest {
  private static final long SECONDS = 30;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<ProcessSetup> processes = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void end() {
    thread.shutdown();
  }

  /** Writes its name when it is asked to end, and ends a moment later. */
  private static String obedient(String name) {
    return "trap 'sleep 0.1; echo " + name + " >> ended; exit' TERM; ";
  }

  private void add(String name, String script, Duration within, Set<String> after) {
    String waiting = "echo > " + name + "; while :; do sleep 0.02; done";
    ChildCommand command =
        ChildCommand.of(List.of("sh", "-c", script + waiting), Map.of("PATH", "/usr/bin:/bin"))
            .withWorkingDirectory(folder);
    Policy policy =
        Policies.of(RestartPolicy.When.ALWAYS).withStopping(Stopping.by(Signal.TERM, within));
    Map<String, Milestone> milestones =
        after.isEmpty() ? Map.of() : Map.of(after.iterator().next(), Milestone.STARTED);
    processes.add(new ProcessSetup(name, command, policy, milestones, Optional.empty()));
  }

  /** Runs them until a message with a word is to be said; returns how that ended. */
  private Future<Integer> runUntil(String word, Error mistake) {
    ConfigurationSetup configuration =
        new ConfigurationSetup(
            "site",
            new ConfigurationSetup.Source(ConfigurationSetup.Form.FILE, folder.resolve("source")),
            folder.resolve("target"),
            TreeOptions.defaults(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Set.of(),
            false);
    Setup one = Setup.of(Policies.COMMAND, Policy.defaults(), SignalMap.withoutTerminal());
    Setup setup =
        new Setup(
            processes,
            List.of(configuration),
            Optional.empty(),
            one.signals(),
            one.access(),
            one.end(),
            one.messages());
    return thread.submit(() -> run(setup, word, mistake));
  }

  private int run(Setup setup, String word, Error mistake) throws IOException {
    Reporter speechless =
        message -> {
          if (message.contains(word)) {
            throw mistake;
          }
        };
    try (Entrypoint entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults())) {
      return new Supervision(entrypoint, setup, speechless).loop();
    }
  }

  private void await(String file) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(folder.resolve(file))) {
      assertThat(System.nanoTime()).as(file).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private void update() throws IOException {
    Files.move(Files.writeString(folder.resolve("next"), "1"), folder.resolve("source"));
  }

  @Test
  void thoseWhoFollowOthersEndFirst() throws Exception {
    add("store", obedient("store"), LONG, Set.of());
    add("app", obedient("app"), LONG, Set.of("store"));
    Error mistake = new OutOfMemoryError("as if");
    Future<Integer> run = runUntil("updated", mistake);
    await("store");
    await("app");

    update();

    assertThatThrownBy(() -> run.get(SECONDS, TimeUnit.SECONDS)).hasCause(mistake);
    assertThat(folder.resolve("ended")).hasContent("app\nstore");
  }

  @Test
  void whoDoesNotObeyIsKilledInItsTime() throws Exception {
    add("deaf", "trap '' TERM; ", Duration.ofMillis(100), Set.of());
    add("obedient", obedient("obedient"), LONG, Set.of());
    // Whoever is left in the group of one that ends is asked as well.
    add(
        "parent",
        "(trap 'echo child >> ended; exit' TERM; while :; do sleep 0.02; done) & "
            + obedient("parent"),
        LONG,
        Set.of());
    Error mistake = new AssertionError("as if");
    Future<Integer> run = runUntil("updated", mistake);
    await("deaf");
    await("obedient");
    await("parent");

    update();

    assertThatThrownBy(() -> run.get(SECONDS, TimeUnit.SECONDS)).hasCause(mistake);
    assertThat(Files.readAllLines(folder.resolve("ended")))
        .containsExactlyInAnyOrder("obedient", "parent", "child");
  }

  @Test
  void mistakeInDecidingStopsInOrderToo() throws Exception {
    add("store", obedient("store"), LONG, Set.of());
    add("crashing", "while [ ! -e source ]; do sleep 0.02; done; exit 3; ", LONG, Set.of());
    add(
        "suspended",
        obedient("suspended") + "echo > suspended; kill -STOP $$; ",
        LONG,
        Set.of("store"));
    AssertionError mistake = new AssertionError("as if");
    Future<Integer> run = runUntil("crashing", mistake);
    await("store");
    await("suspended");

    update();

    assertThatThrownBy(() -> run.get(SECONDS, TimeUnit.SECONDS)).hasRootCause(mistake);
    assertThat(folder.resolve("ended")).hasContent("suspended\nstore");
  }
}
