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
    int calls =
        atEveryCall(
            when,
            life -> {
              boolean killed = life.isKilled(Scope.ALL, web("one"));

              life.run(Scope.ALL, web("one"));

              life.checkContainers("ostler-files-f", "web");
              life.checkNothingIsLeftToDo(Scope.ALL, web("one"));
              return killed;
            });
    assertThat(calls).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void replacementIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    int calls =
        atEveryCall(
            when,
            life -> {
              life.run(Scope.ALL, web("one"));
              boolean killed = life.isKilled(Scope.ALL, web("two"));

              life.run(Scope.ALL, web("two"));

              life.checkContainers("ostler-files-f", "web", "web.ostler-1");
              life.checkNothingIsLeftToDo(Scope.ALL, web("two"));
              return killed;
            });
    assertThat(calls).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void wayBackIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    Scope back = Scope.of(Operator.Aim.ROLL_BACK);
    int calls =
        atEveryCall(
            when,
            life -> {
              life.run(Scope.ALL, web("one"));
              life.run(Scope.ALL, web("two"));
              boolean killed = life.isKilled(back, web("two"));

              life.run(back, web("two"));

              life.checkContainers("ostler-files-f", "web");
              life.checkNothingIsLeftToDo(back, web("two"));
              return killed;
            });
    assertThat(calls).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void removalOfAllIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    Scope destroy = Scope.of(Operator.Aim.DESTROY);
    int calls =
        atEveryCall(
            when,
            life -> {
              life.run(Scope.ALL, web("one"));
              life.run(Scope.ALL, web("two"));
              boolean killed = life.isKilled(destroy, web("two"));

              life.run(destroy, web("two"));

              assertThat(life.names()).as(life.toString()).isEmpty();
              return killed;
            });
    assertThat(calls).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void pruningIsFinishedByTheNextRun(DyingDialer.When when) throws Exception {
    Scope prune = Scope.of(Operator.Aim.PRUNE);
    int calls =
        atEveryCall(
            when,
            life -> {
              life.engine().addImage("web:2");
              life.run(Scope.ALL, sleeper(TestImage.NAME));
              life.run(Scope.ALL, sleeper("web:2"));
              boolean killed = life.isKilled(prune, sleeper("web:2"));

              life.run(prune, sleeper("web:2"));

              life.checkContainers("web");
              assertThat(life.images()).as(life.toString()).containsExactly("web:2");
              life.checkNothingIsLeftToDo(prune, sleeper("web:2"));
              return killed;
            });
    assertThat(calls).isGreaterThan(10);
  }

  /** Lives once for each call that there is to be killed at; returns how many there were. */
  private int atEveryCall(DyingDialer.When when, Course course) throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      try (FakeEngine engine = FakeEngine.start()) {
        Path state = Files.createDirectories(folder.resolve(when + "-" + calls));
        DyingDialer.Death death = new DyingDialer.Death(calls, when);
        killed = course.isKilled(new Life(engine, state.resolve("state.json"), death));
      }
      calls++;
    }
    return calls;
  }

  /** What comes before a run that may be killed, that run, and what finishes it. */
  private interface Course {
    boolean isKilled(Life life) throws Exception;
  }

  /** Runs on one engine, one of which is killed at one of its calls. */
  private record Life(FakeEngine engine, Path state, DyingDialer.Death death) {
    boolean isKilled(Scope scope, Workload workload) throws Exception {
      DyingDialer dialer = new DyingDialer(new UnixDialer(engine.socket()), death);
      try (Operator operator = operator(dialer, workload)) {
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

    void run(Scope scope, Workload workload) throws Exception {
      try (Operator operator = operator(new UnixDialer(engine.socket()), workload)) {
        Report report = operator.check(scope).deploy(_ -> {});
        assertThat(report.isSuccess()).as(report.toString()).isTrue();
      }
    }

    private Operator operator(Dialer dialer, Workload workload) {
      return new Operator(
              Fleet.of("f", List.of(Host.local("here")), List.of(workload)),
              state,
              _ -> Engine.over(dialer),
              Operator.Limits.USUAL)
          .with(new World.FakePatience());
    }

    void checkContainers(String... names) throws Exception {
      assertThat(names()).as(toString()).containsExactly(names);
      try (Engine client = engine.connect()) {
        assertThat(client.containers().inspect("web").status().state())
            .as(toString())
            .isEqualTo(ContainerState.RUNNING);
        assertThat(client.volumes().list(List.of())).as(toString()).isEmpty();
      }
    }

    void checkNothingIsLeftToDo(Scope scope, Workload workload) throws Exception {
      try (Operator operator = operator(new UnixDialer(engine.socket()), workload)) {
        Plan plan = operator.check(scope).plan();
        assertThat(plan.hasChanges()).as(PlanText.text(plan)).isFalse();
      }
    }

    List<String> names() throws Exception {
      try (Engine client = engine.connect()) {
        return client.containers().list(ContainerQuery.ALL).stream()
            .map(ContainerSummary::name)
            .sorted()
            .toList();
      }
    }

    List<String> images() throws Exception {
      try (Engine client = engine.connect()) {
        return client.images().list().stream().flatMap(image -> image.tags().stream()).toList();
      }
    }

    @Override
    public String toString() {
      return "killed after " + death.calls() + " calls";
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
            World.hostFile("/etc/web/outside", version));
  }
}
