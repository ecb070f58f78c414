package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is carried out later. */
class SavedPlanTest {
  private static final String SENTINEL = "sentinel-4711";

  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void planIsCarriedOutIfNothingHasChanged() throws Exception {
    SavedPlan plan = saved(web("one"));

    try (Operator operator = operator(web("one"))) {
      Checked checked = operator.check(plan.scope());
      plan.requireUnchanged(checked);
      assertThat(checked.deploy(_ -> {}).isSuccess()).isTrue();
    }
  }

  @Test
  void planIsRefusedIfTheHostHasChanged() throws Exception {
    SavedPlan plan = saved(web("one"));
    apply(web("one"));

    assertThatThrownBy(() -> require(plan, web("one")))
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.kind()).isEqualTo(FleetException.Kind.OUTDATED))
        .hasMessage(
            "cannot carry out the plan: the file or the hosts have changed since it was made: web"
                + " on here; plan again");
  }

  @Test
  void planIsRefusedIfTheContentOfAFileHasChanged() throws Exception {
    SavedPlan plan = saved(web("one"));

    assertThatThrownBy(() -> require(plan, web("two"))).hasMessageContaining(": web on here;");
  }

  @Test
  void planIsRefusedIfAContainerWasAdded() throws Exception {
    SavedPlan plan = saved(web("one"));
    Workload other = Workload.of("other", ContainerSpec.of(TestImage.NAME), "here");

    assertThatThrownBy(() -> require(plan, web("one"), other))
        .hasMessageContaining(": other on here;");
  }

  @Test
  void planOfSomeContainersStaysOne() throws Exception {
    Workload other = Workload.of("other", ContainerSpec.of(TestImage.NAME), "here");
    Scope scope = Scope.ALL.onlyContainers(Set.of("web"));

    SavedPlan plan = saved(scope, web("one"), other);

    assertThat(plan.scope()).isEqualTo(scope);
    require(plan, web("one"), other);
  }

  @Test
  void noSecretIsInIt() throws Exception {
    try (Operator operator = operator(web(SENTINEL))) {
      assertThat(SavedPlan.of(operator.check())).doesNotContain(SENTINEL);
    }
  }

  @Test
  void whatIsNoPlanIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("plan.json"), "{}");

    assertThatThrownBy(() -> SavedPlan.read(file))
        .hasMessage("cannot read the plan " + file + ": its version is not 1; make it with --out");
  }

  private Workload web(String content) {
    return Workload.of("web", ContainerSpec.of(TestImage.NAME), "here")
        .with(World.quick(Workload.Rules.usual()))
        .withSecrets(Map.of("PASSWORD", Secret.of(SENTINEL)))
        .withFiles(ManagedFile.of("/etc/web.conf", FileContent.of(content)));
  }

  private SavedPlan saved(Workload... workloads) throws Exception {
    return saved(Scope.ALL, workloads);
  }

  private SavedPlan saved(Scope scope, Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      String json = SavedPlan.of(operator.check(scope));
      return SavedPlan.read(Files.writeString(folder.resolve("plan.json"), json));
    }
  }

  private void require(SavedPlan plan, Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      plan.requireUnchanged(operator.check(plan.scope()));
    }
  }

  private void apply(Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      assertThat(operator.check().deploy(_ -> {}).isSuccess()).isTrue();
    }
  }

  private Operator operator(Workload... workloads) throws IOException {
    return Engines.operator(engine, folder, workloads);
  }
}
