package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Networking;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who shares a network has the one that its provider has now. */
class TiesTest {
  private final World world = new World("a");
  private final FakeHost host = world.hosts.get("a");

  @Test
  void whoSharesANetworkIsRestartedAfterItsProvider() throws Exception {
    world.apply(world.fleet(web("x"), side()));
    String before = host.named("side").id;

    Report report = world.apply(world.fleet(web("y"), side()));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(host.named("web").told).containsExactly("restart");
    assertThat(host.named("side").id).isEqualTo(before);
    assertThat(host.named("side").starts).isEqualTo(2);
    checkAllIsWell(web("y"), side());
  }

  @Test
  void planSaysWhyWhoSharesANetworkIsRestarted() throws Exception {
    world.apply(world.fleet(web("x"), side()));

    Plan plan = world.plan(world.fleet(web("y"), side())).plan();

    assertThat(PlanText.text(plan))
        .contains(
            """
              ~ side: update, because its namespaces are those that web had before it was started anew
                  1. stop side
                  2. start side
                  3. wait until side works
            """);
  }

  @Test
  void restartThatSomebodyElseDidIsFound() throws Exception {
    world.apply(world.fleet(web("x"), side()));
    host.restart(host.named("web").id, Optional.empty());

    Plan plan = world.plan(world.fleet(web("x"), side())).plan();
    world.apply(world.fleet(web("x"), side()));

    assertThat(plan.items())
        .filteredOn(Plan.Item::isChange)
        .extracting(Plan.Item::workload)
        .containsExactly("side");
    checkAllIsWell(web("x"), side());
  }

  @Test
  void providerThatWasEndedIsStartedAndThenThoseThatShareWithIt() throws Exception {
    world.apply(world.fleet(web("x"), side()));
    host.named("web").state = ContainerState.EXITED;

    Report report = world.apply(world.fleet(web("x"), side()));

    assertThat(report.results()).extracting(Report.Result::workload).containsExactly("side", "web");
    checkAllIsWell(web("x"), side());
  }

  @Test
  void providerThatWasTakenBackIsFoundToBeStartedAnew() throws Exception {
    world.apply(world.fleet(web("x"), side()));
    Workload bad = web("x").with(ContainerSpec.of("bad:1"));
    host.brokenImages.add("bad:1");

    Report report = world.apply(world.fleet(bad, side()));
    world.apply(world.fleet(web("x"), side()));

    assertThat(report.isSuccess()).isFalse();
    checkAllIsWell(web("x"), side());
  }

  @Test
  void restartThatFailsIsNotTakenForAWayBack() throws Exception {
    world.apply(world.fleet(web("x"), side()));
    host.restart(host.named("web").id, Optional.empty());
    world.hooks = Hooks.NONE.beforeStop(_ -> host.named("web").state = ContainerState.EXITED);

    Report report = world.apply(world.fleet(web("x"), side()));
    world.hooks = Hooks.NONE;
    world.apply(world.fleet(web("x"), side()));

    assertThat(report.results())
        .extracting(Report.Result::reason)
        .containsExactly("cannot join network of a non running container; it does not run");
    checkAllIsWell(web("x"), side());
  }

  @Test
  void providerThatRestsLeavesThoseAloneThatShareWithIt() throws Exception {
    Workload web = web("x").with(web("x").rollout().withRest(true));
    world.apply(world.fleet(web, side()));
    host.named("web").state = ContainerState.EXITED;

    assertThat(world.plan(world.fleet(web, side())).plan().hasChanges()).isFalse();
  }

  @Test
  void containerThatSharesWithOneThatIsGoneIsMadeAnewThoughTheNumberIsTheSame() throws Exception {
    world.apply(world.fleet(web("x"), side()));
    world.apply(world.fleet(other(), side()));
    world.scope = Scope.of(Operator.Aim.ROLL_BACK).onlyContainers(Set.of("web"));
    world.apply(world.fleet(other(), side()));
    world.scope = Scope.ALL;

    Report report = world.apply(world.fleet(other(), side()));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(host.named("web").view().generation()).isEqualTo(2);
    checkAllIsWell(other(), side());
  }

  /** Here the one that shares is done first, so that it is tied to one that goes. */
  @Test
  void oneThatWasMadeForAProviderThatNeverCameIsMadeAnew() throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World fresh = new World("a");
      fresh.apply(fresh.fleet(web("x"), side()));
      killed = killed(fresh, calls, true, other(), side("side:2"));

      fresh.apply(fresh.fleet(other(), side("side:2")));

      checkAllIsWell(fresh, other(), side("side:2"));
      calls++;
    }
    assertThat(calls).isGreaterThan(12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restartOfBothThatWasKilledAnywhereIsFinishedByTheNextRun(boolean answerIsLost)
      throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World fresh = new World("a");
      fresh.apply(fresh.fleet(web("x"), zide()));
      killed = killed(fresh, calls, answerIsLost, web("y"), zide());

      fresh.apply(fresh.fleet(web("y"), zide()));

      checkAllIsWell(fresh, web("y"), zide());
      calls++;
    }
    assertThat(calls).isGreaterThan(8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void replacementOfBothThatWasKilledAnywhereIsFinishedByTheNextRun(boolean answerIsLost)
      throws Exception {
    int calls = 0;
    boolean killed = true;
    while (killed) {
      World fresh = new World("a");
      fresh.apply(fresh.fleet(web("x"), zide()));
      killed = killed(fresh, calls, answerIsLost, other(), zide());

      fresh.apply(fresh.fleet(other(), zide()));

      checkAllIsWell(fresh, other(), zide());
      calls++;
    }
    assertThat(calls).isGreaterThan(12);
  }

  private static boolean killed(World world, int calls, boolean answerIsLost, Workload... workloads)
      throws Exception {
    FakeHost host = world.hosts.get("a");
    host.dieAfter(calls, answerIsLost);
    try {
      world.applyInOrder(world.fleet(workloads));
      return false;
    } catch (FaultyHost.Killed killed) {
      return true;
    } finally {
      host.live();
    }
  }

  private void checkAllIsWell(Workload... workloads) {
    checkAllIsWell(world, workloads);
  }

  /** Each is tied to the provider that is there now, as that is since its last start. */
  private static void checkAllIsWell(World world, Workload... workloads) {
    FakeHost host = world.hosts.get("a");
    FakeContainer web = host.named("web");
    FakeContainer side = host.named(workloads[1].name());
    assertThat(web.state).isEqualTo(ContainerState.RUNNING);
    assertThat(side.state).isEqualTo(ContainerState.RUNNING);
    assertThat(side.spec.networking().mode()).isEqualTo("container:" + web.id);
    assertThat(side.started.orElseThrow()).isAfter(web.started.orElseThrow());
    Plan again = world.plan(world.fleet(workloads)).plan();
    assertThat(again.hasChanges()).as(PlanText.text(again)).isFalse();
  }

  private static Workload web(String content) {
    return World.web("image:1", "a")
        .withFiles(
            new ManagedFile(
                ManagedFile.Place.CONTAINER,
                "/f",
                FileContent.of(content),
                0600,
                ManagedFile.Owner.ROOT,
                new OnChange.Restart()));
  }

  private static Workload other() {
    return web("x").with(ContainerSpec.of("image:2"));
  }

  private static Workload side() {
    return side("side:1");
  }

  private static Workload side(String image) {
    return sharing("side", image);
  }

  /** One that comes after its provider also where tasks are done by name. */
  private static Workload zide() {
    return sharing("zide", "side:1");
  }

  private static Workload sharing(String key, String image) {
    return Workload.of(
            key,
            ContainerSpec.of(image).withNetworking(Networking.DEFAULT.withMode("service:web")),
            "a")
        .with(World.quick(Workload.Rules.usual()));
  }
}
