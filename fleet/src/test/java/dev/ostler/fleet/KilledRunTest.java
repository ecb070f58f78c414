package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Dialer;
import dev.ostler.engine.Engine;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Storage;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.engine.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A whole run, from its first question to its last, is killed at every single call that it makes to
 * an engine: before the engine had it, or before the answer was there.
 */
class KilledRunTest {
  private static Thread.@Nullable UncaughtExceptionHandler usual;

  /** What is remembered goes to the disk each time: in memory that costs next to nothing. */
  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext of, ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory(Path.of("/dev/shm"), "ostler-killed-");
    }
  }

  @TempDir(factory = InMemory.class)
  private Path folder;

  /** Threads that are killed say nothing. */
  @BeforeAll
  static void beQuiet() {
    usual = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      if (!(failure instanceof DyingDialer.Killed)) {
        failure.printStackTrace(); // as usual
      }
    });
  }

  @AfterAll
  static void speakAgain() {
    Thread.setDefaultUncaughtExceptionHandler(usual);
  }

  @ParameterizedTest
  @EnumSource
  void firstRunIsFinishedByTheNext(DyingDialer.When when) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      try (FakeEngine engine = FakeEngine.start()) {
        Path state = newState(calls, when);
        killed = killed(engine, state, Scope.ALL, new DyingDialer.Death(calls, when), web("one"));

        run(engine, state, Scope.ALL, web("one"));

        check(engine, calls, List.of("ostler-files-f", "web"));
        checkNothingIsLeftToDo(engine, state, Scope.ALL, web("one"));
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void replacementIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      try (FakeEngine engine = FakeEngine.start()) {
        Path state = newState(calls, when);
        run(engine, state, Scope.ALL, web("one"));
        killed = killed(engine, state, Scope.ALL, new DyingDialer.Death(calls, when), web("two"));

        run(engine, state, Scope.ALL, web("two"));

        check(engine, calls, List.of("ostler-files-f", "web", "web.ostler-1"));
        checkNothingIsLeftToDo(engine, state, Scope.ALL, web("two"));
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void wayBackIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    Scope back = Scope.of(Operator.Aim.ROLL_BACK);
    int calls = 0;
    boolean killed = true;
    while (killed) {
      try (FakeEngine engine = FakeEngine.start()) {
        Path state = newState(calls, when);
        run(engine, state, Scope.ALL, web("one"));
        run(engine, state, Scope.ALL, web("two"));
        killed = killed(engine, state, back, new DyingDialer.Death(calls, when), web("two"));

        run(engine, state, back, web("two"));

        check(engine, calls, List.of("ostler-files-f", "web"));
        checkNothingIsLeftToDo(engine, state, back, web("two"));
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void removalOfAllIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    Scope destroy = Scope.of(Operator.Aim.DESTROY);
    int calls = 0;
    boolean killed = true;
    while (killed) {
      try (FakeEngine engine = FakeEngine.start()) {
        Path state = newState(calls, when);
        run(engine, state, Scope.ALL, web("one"));
        run(engine, state, Scope.ALL, web("two"));
        killed = killed(engine, state, destroy, new DyingDialer.Death(calls, when), web("two"));

        run(engine, state, destroy, web("two"));

        assertThat(names(engine)).as("killed after %s calls", calls).isEmpty();
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void pruningIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    Scope prune = Scope.of(Operator.Aim.PRUNE);
    int calls = 0;
    boolean killed = true;
    while (killed) {
      try (FakeEngine engine = FakeEngine.start()) {
        engine.addImage("web:2");
        Path state = newState(calls, when);
        run(engine, state, Scope.ALL, sleeper(TestImage.NAME));
        run(engine, state, Scope.ALL, sleeper("web:2"));
        DyingDialer.Death death = new DyingDialer.Death(calls, when);
        killed = killed(engine, state, prune, death, sleeper("web:2"));

        run(engine, state, prune, sleeper("web:2"));

        check(engine, calls, List.of("web"));
        assertThat(images(engine)).as("killed after %s calls", calls).containsExactly("web:2");
        checkNothingIsLeftToDo(engine, state, prune, sleeper("web:2"));
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(10);
  }

  private Path newState(int calls, DyingDialer.When when) throws Exception {
    return Files.createDirectories(folder.resolve(when + "-" + calls)).resolve("state.json");
  }

  private static boolean killed(
      FakeEngine engine, Path state, Scope scope, DyingDialer.Death death, Workload workload)
      throws Exception {
    DyingDialer dialer = new DyingDialer(new UnixDialer(engine.socket()), death);
    try (Operator operator = operator(dialer, state, workload)) {
      operator.check(scope).deploy(_ -> {});
    } catch (AssertionError | FleetException | DyingDialer.Killed e) {
      assertThat(dialer.isDead()).as(e.toString()).isTrue();
    }
    // Its process is not there any more, by which the next run knows that the lock is forgotten.
    try (Engine client = engine.connect()) {
      for (Volumes.Volume lock : client.volumes().list(List.of())) {
        client.volumes().remove(lock.spec().name());
      }
    }
    return dialer.isDead();
  }

  private static void run(FakeEngine engine, Path state, Scope scope, Workload workload)
      throws Exception {
    try (Operator operator = operator(new UnixDialer(engine.socket()), state, workload)) {
      Report report = operator.check(scope).deploy(_ -> {});
      assertThat(report.isSuccess()).as(report.toString()).isTrue();
    }
  }

  private static Operator operator(Dialer dialer, Path state, Workload workload) {
    return new Operator(
            Fleet.of("f", List.of(Host.local("here")), List.of(workload)),
            state,
            _ -> Engine.over(dialer),
            Operator.Limits.USUAL)
        .with(new World.FakePatience());
  }

  private static void check(FakeEngine engine, int calls, List<String> names) throws Exception {
    assertThat(names(engine)).as("killed after %s calls", calls).isEqualTo(names);
    try (Engine client = engine.connect()) {
      assertThat(client.containers().inspect("web").status().state())
          .as("killed after %s calls", calls)
          .isEqualTo(ContainerState.RUNNING);
      assertThat(client.volumes().list(List.of())).as("killed after %s calls", calls).isEmpty();
    }
  }

  private static void checkNothingIsLeftToDo(
      FakeEngine engine, Path state, Scope scope, Workload workload) throws Exception {
    try (Operator operator = operator(new UnixDialer(engine.socket()), state, workload)) {
      Plan plan = operator.check(scope).plan();
      assertThat(plan.hasChanges()).as(PlanText.text(plan)).isFalse();
    }
  }

  private static List<String> names(FakeEngine engine) throws Exception {
    try (Engine client = engine.connect()) {
      return client.containers().list(ContainerQuery.ALL).stream()
          .map(ContainerSummary::name)
          .sorted()
          .toList();
    }
  }

  private static List<String> images(FakeEngine engine) throws Exception {
    try (Engine client = engine.connect()) {
      return client.images().list().stream().flatMap(image -> image.tags().stream()).toList();
    }
  }

  private static Workload sleeper(String image) {
    return Workload.of("web", ContainerSpec.of(image).withCommand("sleep", "1000"), "here")
        .with(World.quick(Workload.Rules.usual()));
  }

  private static Workload web(String version) {
    Mount data = new Mount.Bind("/srv/web/", "/data", false, "", true);
    ContainerSpec spec =
        ContainerSpec.of(TestImage.NAME)
            .withCommand("sleep", version.equals("one") ? "1000" : "2000")
            .withStorage(Storage.NONE.withMounts(List.of(data)));
    return Workload.of("web", spec, "here")
        .with(World.quick(Workload.Rules.usual()))
        .withFiles(
            ManagedFile.of("/etc/inside", FileContent.of(version)),
            new ManagedFile(
                ManagedFile.Place.HOST,
                "/etc/web/outside",
                FileContent.of(version),
                0600,
                ManagedFile.Owner.ROOT,
                new OnChange.Nothing()));
  }
}
