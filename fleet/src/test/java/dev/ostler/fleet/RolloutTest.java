package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final String[] HOSTS = {"a", "b", "c", "d"};

  @Test
  void neverMoreThanABatchIsDownAtOnce() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(2, 0, 0, UpdatePolicy.OnFailure.STOP));

    List<String> first = begun(rollout.start());
    List<String> second = begun(rollout.next(finished("a")));

    assertThat(first).containsExactly("a", "b");
    assertThat(second).containsExactly("c");
  }

  @Test
  void canariesGoFirstAndAreLookedAt() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(4, 1, 0, UpdatePolicy.OnFailure.STOP));

    List<Rollout.Effect> first = rollout.start();
    List<Rollout.Effect> afterCanary = rollout.next(finished("a"));
    List<Rollout.Effect> afterLook = rollout.next(new Rollout.Input.Looked("web"));

    assertThat(begun(first)).containsExactly("a");
    assertThat(afterCanary).containsExactly(new Rollout.Effect.Look("web", Duration.ofSeconds(1)));
    assertThat(begun(afterLook)).containsExactly("b", "c", "d");
  }

  @Test
  void wayBackOfAllHostsKeepsToTheBatchAndLooksAtCanariesToo() throws Exception {
    World world = new World(HOSTS);
    UpdatePolicy policy = policy(1, 1, 0, UpdatePolicy.OnFailure.ROLLBACK);
    world.apply(world.fleet(with(policy, "image:1")));
    world.apply(world.fleet(with(policy, "image:2")));
    world.scope = Scope.of(Operator.Aim.ROLL_BACK);
    Rollout rollout = new Rollout(world.plan(world.fleet(with(policy, "image:2"))).tasks());

    List<String> first = begun(rollout.start());
    List<Rollout.Effect> afterCanary = rollout.next(finished("a"));
    List<String> afterLook = begun(rollout.next(new Rollout.Input.Looked("web")));

    assertThat(first).containsExactly("a");
    assertThat(afterCanary).containsExactly(new Rollout.Effect.Look("web", Duration.ofSeconds(1)));
    assertThat(afterLook).containsExactly("b");
  }

  @Test
  void failureStopsTheRest() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 0, 0, UpdatePolicy.OnFailure.STOP));
    rollout.start();

    List<Rollout.Effect> effects = rollout.next(failed("a"));

    assertThat(skipped(effects))
        .containsExactly(
            "b: web failed on another host",
            "c: web failed on another host",
            "d: web failed on another host");
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void asManyFailuresAsArePermittedStopNothing() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 0, 1, UpdatePolicy.OnFailure.STOP));
    rollout.start();

    List<Rollout.Effect> effects = rollout.next(failed("a"));

    assertThat(begun(effects)).containsExactly("b");
  }

  @Test
  void whoGoesOnAfterFailuresTriesAllHosts() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 0, 0, UpdatePolicy.OnFailure.CONTINUE));
    rollout.start();

    List<Rollout.Effect> effects = rollout.next(failed("a"));

    assertThat(begun(effects)).containsExactly("b");
  }

  @Test
  void hostsThatAreDoneAreTakenBack() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 0, 0, UpdatePolicy.OnFailure.ROLLBACK));
    rollout.start();
    rollout.next(finished("a"));

    List<Rollout.Effect> effects = rollout.next(failed("b"));

    assertThat(effects)
        .filteredOn(effect -> effect instanceof Rollout.Effect.Undo)
        .extracting(effect -> ((Rollout.Effect.Undo) effect).task().host())
        .containsExactly("a");
    assertThat(skipped(effects)).hasSize(2);
    assertThat(rollout.isOver()).isFalse();
    assertThat(rollout.next(finished("a"))).isEmpty();
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void hostThatIsDoneAfterAnotherHasFailedIsTakenBackToo() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(2, 0, 0, UpdatePolicy.OnFailure.ROLLBACK));
    rollout.start();
    rollout.next(failed("b"));

    List<Rollout.Effect> effects = rollout.next(finished("a"));

    assertThat(effects)
        .singleElement()
        .extracting(effect -> ((Rollout.Effect.Undo) effect).task().host())
        .isEqualTo("a");
    assertThat(rollout.isOver()).isFalse();
    assertThat(rollout.next(finished("a"))).isEmpty();
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void hostThatIsDoneAfterAnotherHasFailedStaysWhereNothingIsToBeTakenBack() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(2, 0, 0, UpdatePolicy.OnFailure.STOP));
    rollout.start();
    rollout.next(failed("b"));

    assertThat(rollout.next(finished("a"))).isEmpty();
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void containerThatWasStoppedStaysStoppedWhereAnotherCannotBeStopped() throws Exception {
    World world = new World("a", "b");
    Fleet fleet = world.fleet(World.web("image:1", "a", "b"));
    world.apply(fleet);
    world.scope = Scope.of(Operator.Aim.STOP);
    Rollout rollout = new Rollout(world.plan(fleet).tasks());
    rollout.start();
    rollout.next(finished("a"));

    List<Rollout.Effect> effects = rollout.next(failed("b"));

    assertThat(effects).isEmpty();
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void successorIsBegunWhereItsPlaceIsFreeAlthoughAnotherHostCouldNotFreeIt() throws Exception {
    World world = new World("a", "b");
    world.apply(world.fleet(World.web("image:1", "a", "b")));
    Workload web = World.web("image:1", "a", "b");
    Workload successor =
        new Workload("web2", "web", web.hosts(), web.spec(), Map.of(), List.of(), web.rollout());
    Rollout rollout = new Rollout(world.plan(world.fleet(successor)).tasks());
    rollout.start();
    rollout.next(new Rollout.Input.Prepared(new Task.Id("web2", "a")));
    rollout.next(new Rollout.Input.Prepared(new Task.Id("web2", "b")));
    rollout.next(failed("b"));

    List<Rollout.Effect> effects = rollout.next(finished("a"));

    assertThat(begun(effects)).containsExactly("a");
  }

  @Test
  void newVersionThatWorksStaysAlthoughAnUnwantedContainerCannotBeRemoved() throws Exception {
    World world = new World("a", "b");
    world.apply(world.fleet(World.web("image:1", "a", "b")));
    Rollout rollout = new Rollout(world.plan(world.fleet(World.web("image:2", "a"))).tasks());
    rollout.start();
    rollout.next(finished("a"));

    List<Rollout.Effect> effects = rollout.next(failed("b"));

    assertThat(effects).isEmpty();
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void hostsWithoutAWorkingContainerGoAllAtOnce() throws Exception {
    World world = new World(HOSTS);
    Workload web = with(policy(1, 0, 0, UpdatePolicy.OnFailure.STOP), "image:1");

    Rollout rollout = new Rollout(world.plan(world.fleet(web)).tasks());

    assertThat(begun(rollout.start())).containsExactly(HOSTS);
  }

  @Test
  void workloadWaitsForThoseBeforeItOnAllHosts() throws Exception {
    World world = new World("a", "b");
    Workload db = Workload.of("db", ContainerSpec.of("db"), "a", "b");
    Workload web = Workload.of("web", ContainerSpec.of("web"), "a");
    Workload after = web.with(web.rollout().withAfter("db"));
    Rollout rollout = new Rollout(world.plan(world.fleet(db, after)).tasks());

    List<String> first = begun(rollout.start());
    List<String> second = begun(rollout.next(new Rollout.Input.Finished(new Task.Id("db", "a"))));
    List<String> third = begun(rollout.next(new Rollout.Input.Finished(new Task.Id("db", "b"))));

    assertThat(first).containsExactly("a", "b");
    assertThat(second).isEmpty();
    assertThat(third).containsExactly("a");
  }

  @Test
  void whoComesAfterAFailureIsNotBegun() throws Exception {
    World world = new World("a");
    Workload db = Workload.of("db", ContainerSpec.of("db"), "a");
    Workload web = Workload.of("web", ContainerSpec.of("web"), "a");
    Rollout rollout =
        new Rollout(world.plan(world.fleet(db, web.with(web.rollout().withAfter("db")))).tasks());
    rollout.start();

    List<Rollout.Effect> effects = rollout.next(new Rollout.Input.Failed(new Task.Id("db", "a")));

    assertThat(skipped(effects)).containsExactly("a: it comes after db on a, which is not done");
  }

  @Test
  void interruptedRunBeginsNothingMore() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 0, 0, UpdatePolicy.OnFailure.ROLLBACK));
    rollout.start();

    List<Rollout.Effect> effects = rollout.next(new Rollout.Input.Cancelled());

    assertThat(skipped(effects))
        .containsExactly(
            "b: the run was interrupted",
            "c: the run was interrupted",
            "d: the run was interrupted");
    rollout.next(finished("a"));
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void hostThatWasBrokenOffTakesNobodyElseBack() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 0, 0, UpdatePolicy.OnFailure.ROLLBACK));
    rollout.start();
    rollout.next(finished("a"));
    rollout.next(new Rollout.Input.Cancelled());

    List<Rollout.Effect> effects =
        rollout.next(new Rollout.Input.CalledOff(new Task.Id("web", "b")));

    assertThat(effects).isEmpty();
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void interruptedRunIsOverAlthoughCanariesAreLookedAt() throws Exception {
    Rollout rollout = rolloutOfReplacements(policy(1, 1, 0, UpdatePolicy.OnFailure.ROLLBACK));
    rollout.start();
    rollout.next(finished("a"));

    List<Rollout.Effect> effects = rollout.next(new Rollout.Input.Cancelled());

    assertThat(skipped(effects)).hasSize(3);
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void failureWhileCanariesAreLookedAtEndsTheRun() throws Exception {
    World world = new World("a", "b", "c");
    UpdatePolicy policy = policy(1, 1, 0, UpdatePolicy.OnFailure.STOP);
    world.apply(world.fleet(World.web("image:1", "a", "b")));
    Rollout rollout = new Rollout(world.plan(world.fleet(three(policy, "image:2"))).tasks());
    assertThat(begun(rollout.start())).containsExactly("c", "a");
    rollout.next(finished("a"));
    assertThat(rollout.isOver()).isFalse();

    List<Rollout.Effect> effects = rollout.next(failed("c"));

    assertThat(skipped(effects)).containsExactly("b: web failed on another host");
    assertThat(rollout.isOver()).isTrue();
  }

  @Test
  void badImageIsTakenBackOnAllHostsForReal() throws Exception {
    World world = new World(HOSTS);
    UpdatePolicy policy = policy(1, 0, 0, UpdatePolicy.OnFailure.ROLLBACK);
    world.apply(world.fleet(with(policy, "image:1")));
    world.hosts.get("c").brokenImages.add("image:2");

    Report report = world.apply(world.fleet(with(policy, "image:2")));

    assertThat(report.results())
        .extracting(Report.Result::status)
        .containsExactly(
            Report.Status.TAKEN_BACK,
            Report.Status.TAKEN_BACK,
            Report.Status.FAILED,
            Report.Status.ABORTED);
    assertThat(world.hosts.values())
        .allMatch(host -> host.named("web").spec.image().equals("image:1"))
        .allMatch(host -> host.names().equals(List.of("web")));
    assertThat(report.results().get(2).reason())
        .isEqualTo(
            "cannot bring web on c to work: it ended with status 3; the container before is back");
  }

  private static UpdatePolicy policy(
      int batch, int canary, int maxFailures, UpdatePolicy.OnFailure onFailure) {
    return new UpdatePolicy(
        UpdatePolicy.Order.STOP_FIRST,
        UpdatePolicy.Batch.of(batch),
        canary,
        Duration.ofSeconds(1),
        maxFailures,
        onFailure);
  }

  private static Workload with(UpdatePolicy policy, String image) {
    Workload web = World.web(image, HOSTS);
    return web.with(web.rollout().with(policy));
  }

  private static Workload three(UpdatePolicy policy, String image) {
    Workload web = World.web(image, "a", "b", "c");
    return web.with(web.rollout().with(policy));
  }

  private static Rollout rolloutOfReplacements(UpdatePolicy policy) throws Exception {
    World world = new World(HOSTS);
    world.apply(world.fleet(with(policy, "image:1")));
    return new Rollout(world.plan(world.fleet(with(policy, "image:2"))).tasks());
  }

  private static Rollout.Input finished(String host) {
    return new Rollout.Input.Finished(new Task.Id("web", host));
  }

  private static Rollout.Input failed(String host) {
    return new Rollout.Input.Failed(new Task.Id("web", host));
  }

  private static List<String> begun(List<Rollout.Effect> effects) {
    List<String> hosts = new ArrayList<>();
    effects.forEach(effect -> {
      if (effect instanceof Rollout.Effect.Begin begin) {
        hosts.add(begin.task().host());
      }
    });
    return hosts;
  }

  private static List<String> skipped(List<Rollout.Effect> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof Rollout.Effect.Skip)
        .map(effect -> (Rollout.Effect.Skip) effect)
        .map(skip -> skip.task().host() + ": " + skip.reason())
        .toList();
  }
}
