package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Restart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept for going back does not run, whatever its engine does when it starts. */
class KeptTest {
  private static final Restart ALWAYS = new Restart(Restart.Policy.ALWAYS, 0);

  private final World world = new World("a");
  private final FakeHost host = world.hosts.get("a");

  @Test
  void keptContainerDoesNotStartWithItsEngine() throws Exception {
    replace();

    assertThat(restart("web.ostler-1")).isEqualTo(Restart.NO);
    assertThat(restart("web")).isEqualTo(ALWAYS);
    assertNothingIsLeftToDo("image:2");
  }

  @Test
  void containerThatComesBackStartsWithItsEngineAgain() throws Exception {
    replace();
    world.scope = Scope.of(Operator.Aim.ROLL_BACK);

    world.apply(world.fleet(web("image:2")));

    assertThat(host.named("web").spec.image()).isEqualTo("image:1");
    assertThat(restart("web")).isEqualTo(ALWAYS);
  }

  @Test
  void containerThatComesBackForABadOneStartsWithItsEngineAgain() throws Exception {
    host.brokenImages.add("image:2");
    replace();

    assertThat(host.named("web").spec.image()).isEqualTo("image:1");
    assertThat(restart("web")).isEqualTo(ALWAYS);
    assertNothingIsLeftToDo("image:1");
  }

  @Test
  void keptContainerThatRunsAgainIsStopped() throws Exception {
    replace();
    host.start(host.named("web.ostler-1").id);

    Plan plan = world.plan(world.fleet(web("image:2"))).plan();
    world.apply(world.fleet(web("image:2")));

    assertThat(plan.items().getFirst().action()).isEqualTo(Plan.Action.PRUNE);
    assertThat(plan.items().getFirst().reasons())
        .containsExactly("an earlier container runs again");
    assertThat(host.named("web.ostler-1").state).isEqualTo(ContainerState.EXITED);
    assertNothingIsLeftToDo("image:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image:2", "image:3"})
  void keptContainerThatHasThePlaceOfTheOneThatIsWantedIsStoppedFirst(String image)
      throws Exception {
    replace();
    host.named("web").state = ContainerState.EXITED;
    host.start(host.named("web.ostler-1").id);
    host.calls.clear();

    world.apply(world.fleet(web(image)));

    List<String> moves = host.calls.stream().filter(c -> c.matches("(stop|start) .*")).toList();
    assertThat(moves).containsExactly("stop web.ostler-1", "start web");
    assertThat(host.named("web").spec.image()).isEqualTo(image);
    assertNothingIsLeftToDo(image);
  }

  @Test
  void engineThatChangesNoPolicyHasItsKeptContainerStoppedByTheNextRun() throws Exception {
    host.canUpdate = false;
    replace();
    host.start(host.named("web.ostler-1").id);

    Report report = world.apply(world.fleet(web("image:2")));

    assertThat(report.isSuccess()).isTrue();
    assertThat(host.named("web.ostler-1").state).isEqualTo(ContainerState.EXITED);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void policyIsAsWantedWhereverARunWasKilled(boolean back, boolean answerIsLost) throws Exception {
    for (int calls = 0; calls < 25; calls++) {
      World killed = new World("a");
      killed.apply(killed.fleet(web("image:1")));
      if (back) {
        killed.apply(killed.fleet(web("image:2")));
        killed.scope = Scope.of(Operator.Aim.ROLL_BACK);
      }
      FakeHost on = killed.hosts.get("a");
      on.dieAfter(calls, answerIsLost);
      try {
        killed.applyInOrder(killed.fleet(web("image:2")));
      } catch (FaultyHost.Killed e) {
        on.live();
      }
      on.live();
      killed.scope = Scope.ALL;
      // One that had given way already comes back.
      killed.apply(killed.fleet(web("image:1")));

      assertThat(on.named("web").spec.image()).isEqualTo("image:1");
      assertThat(on.named("web").spec.lifecycle().restart())
          .as("killed after %s calls", calls)
          .isEqualTo(ALWAYS);
      assertThat(on.containers.values().stream().filter(c -> c.state == ContainerState.RUNNING))
          .as("killed after %s calls", calls)
          .hasSize(1);
    }
  }

  private void replace() throws Exception {
    world.apply(world.fleet(web("image:1")));
    world.apply(world.fleet(web("image:2")));
  }

  private Restart restart(String name) {
    return host.named(name).spec.lifecycle().restart();
  }

  private void assertNothingIsLeftToDo(String image) {
    for (Scope scope : List.of(Scope.ALL, Scope.ALL.deeply())) {
      world.scope = scope;
      Plan plan = world.plan(world.fleet(web(image))).plan();
      assertThat(plan.hasChanges()).as(PlanText.text(plan)).isFalse();
    }
  }

  private static Workload web(String image) {
    Workload web = World.web(image, "a");
    return web.with(web.spec().withLifecycle(web.spec().lifecycle().withRestart(ALWAYS)));
  }
}
