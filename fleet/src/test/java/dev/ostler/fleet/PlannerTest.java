package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.Mount;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private final World world = new World("a");

  @Test
  void namesThatTwoContainersExchangeAreRefusedWithTheWayRound() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(named("one", "first"), named("two", "second")));

    Plan plan = world.plan(world.fleet(named("one", "second"), named("two", "first"))).plan();
    world.apply(world.fleet(named("one", "second"), named("two", "aside")));
    Report report = world.apply(world.fleet(named("one", "second"), named("two", "first")));

    assertThat(plan.items())
        .extracting(Plan.Item::action)
        .containsExactly(Plan.Action.BLOCKED, Plan.Action.BLOCKED);
    assertThat(plan.items().getFirst().reasons())
        .containsExactly(
            "container two has the name second, and cannot leave it before this one has done its"
                + " part; give one of them a name that nobody has, apply, and then the name that it"
                + " should have");
    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(world.hosts.get("a").names()).containsExactly("first", "second");
  }

  @Test
  void containerWaitsForTheNameThatAnotherLeaves() throws Exception {
    World world = new World("a");
    world.apply(world.fleet(named("a", "first"), named("b", "second"), named("c", "third")));

    Report report =
        world.apply(world.fleet(named("a", "second"), named("b", "third"), named("c", "fourth")));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    assertThat(world.hosts.get("a").names()).containsExactly("fourth", "second", "third");
  }

  private static Workload named(String key, String name) {
    Workload web = World.web("image:1", "a");
    return new Workload(key, name, web.hosts(), web.spec(), Map.of(), List.of(), web.rollout());
  }

  @Test
  void planOfWhatWasAppliedIsEmptyWhateverItIs() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      World fresh = new World("a", "b", "c");
      Fleet fleet = RandomFleet.of(fresh, new Random(seed));

      Report report = fresh.apply(fleet);
      fresh.hosts.values().forEach(host -> host.calls.clear());
      Report again = fresh.apply(fleet);

      assertThat(report.isSuccess()).as("seed %s: %s", seed, report).isTrue();
      assertThat(again.results()).as("seed %s", seed).isEmpty();
      assertThat(fresh.hosts.values()).allMatch(host -> host.changes().isEmpty());
    }
  }

  @Test
  void anyFleetBecomesAnyOther() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      World fresh = new World("a", "b", "c");
      Random random = new Random(seed);
      fresh.apply(RandomFleet.of(fresh, random));
      Fleet then = RandomFleet.of(fresh, random);

      Report report = fresh.apply(then);

      assertThat(report.isSuccess()).as("seed %s: %s", seed, report).isTrue();
      assertThat(fresh.plan(then).plan().hasChanges()).as("seed %s", seed).isFalse();
    }
  }

  @Test
  void orderOfWhatHasNoneIsNoDifference() throws Exception {
    List<Networking.Port> ports = new ArrayList<>(Ports.parse("80-81:80-81"));
    ports.addAll(Ports.parse("53:53/udp"));
    List<Mount> mounts =
        new ArrayList<>(
            List.of(
                new Mount.Bind("/a", "/a", false, "", false),
                new Mount.Volume("v", "/b", true, false)));
    Workload one = withPortsAndMounts(ports, mounts);
    world.apply(world.fleet(one));
    Collections.reverse(ports);
    Collections.reverse(mounts);

    Plan plan = world.plan(world.fleet(withPortsAndMounts(ports, mounts))).plan();

    assertThat(plan.hasChanges()).isFalse();
  }

  @Test
  void unknownHostIsNamedAndNothingIsPlannedForIt() throws Exception {
    World two = new World("a", "b");
    two.apply(two.fleet(World.web("image:1", "a", "b")));
    two.hosts.get("b").unreachable("no route");

    Plan plan = two.plan(two.fleet(World.web("image:2", "a", "b"))).plan();

    assertThat(plan.unknown()).containsExactly(Map.entry("b", "cannot reach the engine: no route"));
    assertThat(plan.items()).allMatch(item -> item.host().equals("a"));
  }

  @Test
  void idOfAContainerOnAHostThatWasAwayIsKept() throws Exception {
    World two = new World("a", "b");
    Fleet fleet = two.fleet(World.web("image:1", "a", "b"));
    two.apply(fleet);
    String before = two.hosts.get("b").named("web").id;
    two.hosts.get("b").unreachable("no route");
    two.apply(fleet);
    two.hosts.get("b").reachable();

    two.apply(fleet);

    assertThat(two.hosts.get("b").named("web").id).isEqualTo(before);
    assertThat(two.hosts.get("b").names()).containsExactly("web");
  }

  @Test
  void textSaysWhatAndWhy() throws Exception {
    Workload web =
        World.web("image:1", "a")
            .withSecrets(Map.of("PASSWORD", Secret.of("sentinel")))
            .withFiles(ManagedFile.of("/etc/web", FileContent.of("sentinel")));
    world.apply(world.fleet(web));

    Plan plan =
        world
            .plan(
                world.fleet(
                    web.with(web.spec().withLabels(Map.of("tier", "front")))
                        .withSecrets(Map.of("PASSWORD", Secret.of("sentinel 2")))
                        .withFiles(ManagedFile.of("/etc/web", FileContent.of("sentinel 2")))))
            .plan();

    assertThat(PlanText.text(plan))
        .isEqualTo(
            """
            fleet f: 1 to replace, 0 unchanged

            a
              ~ web: replace, because file /etc/web differs: content
                  environment.PASSWORD: (secret) -> (another secret)
                  labels.tier: (none) -> front
                  1. have image image:1 ready
                  2. create web.ostler-next (generation 2)
                  3. write /etc/web into web.ostler-next
                  4. stop web
                  5. rename web to web.ostler-1
                  6. rename web.ostler-next to web
                  7. start web
                  8. wait until web works\
            """);
    assertThat(PlanText.json(plan, "1")).doesNotContain("sentinel").doesNotContain("hmac");
  }

  @Test
  void containerThatLeftTheFileIsRemovedWithThoseKeptOfIt() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    world.apply(world.fleet(World.web("image:2", "a")));

    world.apply(world.fleet());

    assertThat(world.hosts.get("a").names()).isEmpty();
  }

  @Test
  void containersOfOtherFleetsAreNotTouched() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    Fleet other =
        Fleet.of(
            "other",
            List.of(Host.local("a")),
            List.of(Workload.of("db", ContainerSpec.of("x"), "a")));

    Plan plan = world.plan(other).plan();

    assertThat(plan.items()).extracting(Plan.Item::workload).containsExactly("db");
  }

  @Test
  void renamedKeyWithTheSameNameRemovesBeforeItCreates() throws Exception {
    world.apply(world.fleet(World.web("image:1", "a")));
    Workload renamed =
        new Workload(
            "front",
            "web",
            List.of("a"),
            ContainerSpec.of("image:1"),
            Map.of(),
            List.of(),
            World.quick(Workload.Rules.usual()));

    Plan before = world.plan(world.fleet(renamed)).plan();

    assertThat(before.blocked()).isEmpty();
    assertThat(world.apply(world.fleet(renamed)).isSuccess()).isTrue();
    assertThat(world.hosts.get("a").names()).containsExactly("web");
  }

  @Test
  void newHostGetsTheContainerWithItsFilesBeforeTheOldOneLosesIt() throws Exception {
    World two = new World("a", "b");
    Workload onA =
        World.web("image:1", "a").withFiles(ManagedFile.of("/etc/web", FileContent.of("x")));
    Workload onB =
        World.web("image:1", "b").withFiles(ManagedFile.of("/etc/web", FileContent.of("x")));
    two.apply(two.fleet(onA));

    Report report = two.apply(two.fleet(onB));

    assertThat(report.isSuccess()).isTrue();
    assertThat(two.hosts.get("a").names()).isEmpty();
    assertThat(two.hosts.get("b").named("web").files).containsKey("/etc/web");
    assertThat(two.events.stream().map(EventText::lines).flatMap(List::stream).toList())
        .containsSubsequence("b  web  wait until web works", "a  web  stop web");
  }

  @Test
  void whoSharesANetworkIsMadeAnewWithItsProvider() throws Exception {
    Workload side =
        Workload.of(
                "side",
                ContainerSpec.of("side:1")
                    .withNetworking(Networking.DEFAULT.withMode("service:web")),
                "a")
            .with(World.quick(Workload.Rules.usual()));
    world.apply(world.fleet(World.web("image:1", "a"), side));
    String before = world.hosts.get("a").named("side").id;

    Report report = world.apply(world.fleet(World.web("image:2", "a"), side));

    assertThat(report.isSuccess()).isTrue();
    assertThat(world.hosts.get("a").named("side").id).isNotEqualTo(before);
    assertThat(world.hosts.get("a").named("side").spec.networking().mode())
        .isEqualTo("container:" + world.hosts.get("a").named("web").id);
    assertThat(world.plan(world.fleet(World.web("image:2", "a"), side)).plan().hasChanges())
        .isFalse();
  }

  @Test
  void startFirstIsRefusedWhereThePortIsTaken() throws Exception {
    Workload web = withPortsAndMounts(Ports.parse("80:80"), List.of());
    Workload startFirst =
        web.with(web.rollout().with(web.rollout().update().with(UpdatePolicy.Order.START_FIRST)));
    world.apply(world.fleet(web));

    Plan plan =
        world.plan(world.fleet(startFirst.with(startFirst.spec().withCommand("other")))).plan();

    assertThat(plan.blocked().getFirst().reasons())
        .containsExactly(
            "the new container cannot start first: port 80 of the host is taken by the old one;"
                + " use order: stop-first");
  }

  @Test
  void startFirstIsRefusedInTheNetworkOfTheHost() throws Exception {
    Workload web =
        World.web("image:1", "a")
            .with(ContainerSpec.of("image:1").withNetworking(Networking.DEFAULT.withMode("host")));
    Workload startFirst =
        web.with(web.rollout().with(web.rollout().update().with(UpdatePolicy.Order.START_FIRST)));
    world.apply(world.fleet(web));

    Plan plan =
        world.plan(world.fleet(startFirst.with(startFirst.spec().withCommand("other")))).plan();

    assertThat(plan.blocked().getFirst().reasons())
        .containsExactly(
            "the new container cannot start first: with network_mode host the old one has its"
                + " ports, and answers for it; use order: stop-first");
  }

  @Test
  void limitsThatWereChangedByHandAreFoundByADeepLook() throws Exception {
    World world = new World("a");
    Workload web = World.web("image:1", "a");
    Workload limited = web.with(web.spec().withResources(memory(64)));
    world.apply(world.fleet(limited));
    FakeContainer container = world.hosts.get("a").named("web");
    container.spec = container.spec.withResources(memory(32));

    assertThat(world.plan(world.fleet(limited)).plan().hasChanges()).isFalse();
    world.scope = Scope.ALL.deeply();
    Plan.Item item = world.plan(world.fleet(limited)).plan().items().getFirst();

    assertThat(item.action()).isEqualTo(Plan.Action.UPDATE);
    assertThat(item.changes()).containsExactly(new FieldChange("mem_limit", "32", "64"));
  }

  @Test
  void whereNothingCanBeChangedInPlaceTheContainerIsReplaced() throws Exception {
    World world = new World("a");
    Workload web = World.web("image:1", "a");
    world.apply(world.fleet(web.with(web.spec().withResources(memory(32)))));
    FakeHost host = world.hosts.get("a");
    host.canUpdate = false;
    Fleet more = world.fleet(web.with(web.spec().withResources(memory(64))));

    Report report = world.apply(more);

    assertThat(report.isSuccess()).isTrue();
    assertThat(host.names()).containsExactly("web", "web.ostler-1");
    assertThat(world.plan(more).plan().hasChanges()).isFalse();
  }

  @Test
  void mountOfASingleFileNeedsARestart() throws Exception {
    World world = new World("a");
    Workload web = World.web("image:1", "a");
    Workload mounting =
        web.with(
            web.spec()
                .withStorage(
                    Storage.NONE.withMounts(
                        List.of(new Mount.Bind("/etc/one", "/one", false, "", false)))));
    world.apply(
        world.fleet(
            mounting.withFiles(World.hostFile("/etc/one", "a"), World.hostFile("/etc/two", "a"))));

    Plan one =
        world
            .plan(
                world.fleet(
                    mounting.withFiles(
                        World.hostFile("/etc/one", "b"), World.hostFile("/etc/two", "a"))))
            .plan();
    Plan two =
        world
            .plan(
                world.fleet(
                    mounting.withFiles(
                        World.hostFile("/etc/one", "a"), World.hostFile("/etc/two", "b"))))
            .plan();

    assertThat(PlanText.steps(one.items().getFirst())).contains("make web take notice: restart");
    assertThat(PlanText.steps(two.items().getFirst()))
        .containsExactly("write host:/etc/two into web");
  }

  private static Resources memory(long bytes) {
    return new Resources(bytes, 0, 0, 0, 0, "", 0, 0, List.of());
  }

  @Test
  void nameThatStandsForAnotherImageByNowIsFoundByADeepLook() throws Exception {
    World world = new World("a");
    Fleet fleet = world.fleet(World.web("image:1", "a"));
    world.scope = Scope.ALL.deeply();
    world.apply(fleet);
    assertThat(world.plan(fleet).plan().hasChanges()).isFalse();
    world.hosts.get("a").images.put("image:1", "sha256:other");

    Plan.Item item = world.plan(fleet).plan().items().getFirst();

    assertThat(item.action()).isEqualTo(Plan.Action.REPLACE);
    assertThat(item.changes())
        .containsExactly(new FieldChange("image", "image:1 as it was before", "image:1"));
    world.apply(fleet);
    assertThat(world.plan(fleet).plan().hasChanges()).isFalse();
  }

  @Test
  void detachedNetworkIsAttachedAgain() throws Exception {
    Workload web =
        World.web("image:1", "a")
            .with(
                ContainerSpec.of("image:1")
                    .withNetworking(
                        new Networking(
                            "",
                            Map.of("front", Networking.Attachment.PLAIN),
                            List.of(),
                            "",
                            "",
                            Networking.Dns.DEFAULT,
                            List.of())));
    world.apply(world.fleet(web));
    world.hosts.get("a").named("web").networks.clear();

    world.apply(world.fleet(web));

    assertThat(world.hosts.get("a").named("web").networks).containsExactly("front");
  }

  @Test
  void restingContainerIsNoDifferenceWhereItMayRest() throws Exception {
    Workload web = World.web("image:1", "a");
    Workload mayRest = web.with(web.rollout().withRest(true));
    world.apply(world.fleet(mayRest));
    world.hosts.get("a").named("web").state = ContainerState.EXITED;

    assertThat(world.plan(world.fleet(mayRest)).plan().hasChanges()).isFalse();
    assertThat(world.plan(world.fleet(web)).plan().hasChanges()).isTrue();
  }

  private Workload withPortsAndMounts(List<Networking.Port> ports, List<Mount> mounts) {
    return World.web("image:1", "a")
        .with(
            ContainerSpec.of("image:1")
                .withNetworking(Networking.DEFAULT.withPorts(ports))
                .withStorage(Storage.NONE.withMounts(mounts)));
  }
}
