package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine has one name. */
class AliasesTest {
  private static final String REFUSAL =
      "cannot tell hosts a and b apart: both names lead to the same engine; nothing was changed;"
          + " leave one of them out of the file";

  @TempDir private Path folder;

  @Test
  void secondNameOfAnEngineIsRefusedBeforeItsContainersAreTakenForTooMuch() throws Exception {
    try (FakeEngine engine = FakeEngine.start()) {
      try (Operator operator = Engines.operator(engine, folder, fleet(web("a"), "a"))) {
        operator.check().deploy(_ -> {});
      }
      engine.forgetCalls();

      try (Operator operator = Engines.operator(engine, folder, fleet(web("a"), "a", "b"))) {
        assertThatThrownBy(operator::check).isInstanceOf(FleetException.class).hasMessage(REFUSAL);
      }

      assertThat(engine.changes()).isEmpty();
    }
  }

  @Test
  void secondNameOfAnEmptyEngineIsRefusedBeforeAContainerIsMade() throws Exception {
    try (FakeEngine engine = FakeEngine.start();
        Operator operator = Engines.operator(engine, folder, fleet(web("a", "b"), "a", "b"))) {
      Checked checked = operator.check();

      assertThatThrownBy(() -> checked.deploy(_ -> {}))
          .isInstanceOf(FleetException.class)
          .hasMessage(REFUSAL);

      assertThat(engine.changes()).noneMatch(call -> call.contains("/containers"));
      assertThat(engine.changes().getLast()).isEqualTo("DELETE /volumes/ostler-lock-f");
    }
  }

  @Test
  void copyOfAMachineIsAnotherOneThoughItsContainersHaveTheSameIds() throws Exception {
    World world = new World("a", "b");
    world.apply(world.fleet(World.web("image:1", "a", "b")));
    FakeHost copy = world.hosts.get("b");
    copy.restart(copy.named("web").id, Optional.empty());
    Map<String, HostView> views = new TreeMap<>();
    for (Map.Entry<String, FakeHost> host : world.hosts.entrySet()) {
      views.put(host.getKey(), new HostView.Observed(host.getValue().list()));
    }

    new Aliases(Map.copyOf(world.hosts)).refuse(views);

    assertThat(copy.named("web").id).isEqualTo(world.hosts.get("a").named("web").id);
  }

  private static Workload web(String... hosts) {
    return Workload.of("web", ContainerSpec.of(TestImage.NAME), hosts)
        .with(World.quick(Workload.Rules.usual()));
  }

  private static Fleet fleet(Workload workload, String... hosts) {
    return Fleet.of("f", List.of(hosts).stream().map(Host::local).toList(), List.of(workload));
  }
}
