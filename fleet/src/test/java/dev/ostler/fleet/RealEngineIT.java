package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Containers come, go and are replaced on a real engine. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class RealEngineIT extends RealEngineFixture {
  @Test
  void containerRunsWithItsFileAndASecondDeployChangesNothing() throws Exception {
    Workload web = web("hello");

    Report first = deploy(web);
    dialer.requests.clear();
    Report second = deploy(web);

    assertThat(first.results())
        .containsExactly(new Report.Result("here", "web", Report.Status.DONE, ""));
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 hello");
    assertThat(second.results()).isEmpty();
    assertThat(dialer.changes()).isEmpty();
    // The version, the list, the file, and who its owner is.
    assertThat(dialer.requests).hasSize(4);
  }

  @Test
  void newSpecificationReplacesAndKeepsTheOneBefore() throws Exception {
    deploy(web("hello"));
    Workload other = web("hello");

    deploy(other.with(other.spec().withCommand("sleep", "1001")));

    assertThat(names()).containsExactly(name + "-web", name + "-web.ostler-1");
    assertThat(read("/etc/web/web.conf")).isEqualTo("600 1234:1235 hello");
  }

  @Test
  void keptContainerDoesNotStartWithItsEngineAndComesBackAsItWas() throws Exception {
    deploy(restarted("1000"));
    deploy(restarted("1001"));
    Restart.Policy kept = policy(name + "-web.ostler-1");
    Plan then = plan(restarted("1001"));

    try (Operator operator = operator(restarted("1001"))) {
      operator.check(Scope.of(Operator.Aim.ROLL_BACK)).deploy(_ -> {});
    }

    assertThat(kept).isEqualTo(Restart.Policy.NO);
    assertThat(then.hasChanges()).isFalse();
    assertThat(policy(name + "-web")).isEqualTo(Restart.Policy.ALWAYS);
    assertThat(names()).containsExactly(name + "-web");
  }

  private Workload restarted(String seconds) {
    Workload web = web("hello");
    return web.with(
        web.spec()
            .withCommand("sleep", seconds)
            .withLifecycle(
                web.spec().lifecycle().withRestart(new Restart(Restart.Policy.ALWAYS, 0))));
  }

  private static Restart.Policy policy(String container) throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine.containers().inspect(container).spec().lifecycle().restart().policy();
    }
  }

  @Test
  void containerThatEndsAtOnceIsTakenBackAndItsLastLinesAreTold() throws Exception {
    deploy(web("hello"));
    String before = containers().getFirst();
    Workload bad = web("hello");

    Report report =
        deploy(bad.with(bad.spec().withCommand("sh", "-c", "echo no database; exit 7")));

    assertThat(report.results().getFirst().reason())
        .isEqualTo(
            "cannot bring "
                + name
                + "-web on here to work: it ended with status 7; the container before is back");
    assertThat(containers()).containsExactly(before);
    assertThat(exec("cat", "/etc/web/web.conf")).isEqualTo("hello");
    assertThat(events)
        .filteredOn(event -> event instanceof FleetEvent.Failed)
        .map(event -> ((FleetEvent.Failed) event).lastLines())
        .containsExactly(List.of("no database"));
  }

  @Test
  void fileBehindAFileIsAFailureOfItsContainerAlone() throws Exception {
    Workload web =
        web("hello").withFiles(ManagedFile.of("/bin/busybox/x", FileContent.of("hello")));
    Workload named =
        new Workload(
            "other",
            name + "-other",
            List.of("here"),
            web.spec(),
            Map.of(),
            List.of(),
            web.rollout());

    Report report = deploy(web, named);

    assertThat(report.results())
        .extracting(Report.Result::status)
        .containsExactly(Report.Status.DONE, Report.Status.FAILED);
    assertThat(report.results().getLast().reason())
        .startsWith("cannot write files into /bin/busybox on ")
        .endsWith(": it is a file, or leads through one; choose another path");
    assertThat(plan(web, named).unknown()).isEmpty();
    assertThat(deploy(web("hello"), named).isSuccess()).isTrue();
  }

  @Test
  void strangerThatAnswersDoesNotMakeAContainerWork() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Workload web = web("hello");
      Workload.Rules rules =
          web.rollout()
              .with(new HealthProbe.Tcp(stranger.getLocalPort(), Duration.ofSeconds(20)))
              .with(
                  new UpdatePolicy(
                      UpdatePolicy.Order.STOP_FIRST,
                      UpdatePolicy.Batch.of(1),
                      0,
                      Duration.ofSeconds(5),
                      0,
                      UpdatePolicy.OnFailure.STOP,
                      true));

      Report report =
          deploy(
              web.with(rules)
                  .with(
                      web.spec()
                          .withCommand("sh", "-c", "sleep 1; exit 1")
                          .withNetworking(Networking.NONE.withMode("host"))));

      assertThat(report.results().getFirst().reason()).endsWith(" to work: it ended with status 1");
    }
  }

  @Test
  void pausedContainerGoesOnAndCanBeRemoved() throws Exception {
    deploy(web("hello"));
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      engine.containers().pause(containers().getFirst());
    }

    Report report = deploy(web("hello"));

    assertThat(report.isSuccess()).isTrue();
    assertThat(exec("cat", "/etc/web/web.conf")).isEqualTo("hello");
  }

  @Test
  void foreignContainerOfTheSameNameIsLeftAloneAndNamed() throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      String foreign =
          engine
              .containers()
              .create(name + "-web", ContainerSpec.of(image).withCommand("sleep", "1000"))
              .id();
      try {
        Plan plan = plan(web("hello"));

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.items().getFirst().reasons().getFirst())
            .isEqualTo(
                "container "
                    + foreign.substring(0, 12)
                    + " has the name "
                    + name
                    + "-web and is not ours; adopt it with 'ostler fleet adopt', or give one of"
                    + " them another name");
      } finally {
        engine.containers().remove(foreign, Containers.Removal.WHOLE);
      }
    }
  }

  @Test
  void lockOfAnotherMachineIsRespectedAndNamed() throws Exception {
    try (Engine engine = Engine.over(SmallImage.dialer());
        HostEngine host = new EngineHost(engine, Logins.NONE)) {
      LockHolder anna = new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.now());
      String lock = HostLocks.nameFor(name);
      assertThat(host.lock(lock, anna)).isEmpty();
      try {
        assertThatThrownBy(() -> deploy(web("hello")))
            .isInstanceOfSatisfying(
                FleetException.class,
                e -> assertThat(e.kind()).isEqualTo(FleetException.Kind.LOCKED))
            .hasMessageMatching(
                "cannot lock host here: anna@elsewhere, for \\d+ s, works on it; wait, or end a"
                    + " forgotten lock with 'ostler fleet unlock'");
      } finally {
        host.unlock(lock, anna);
      }
    }
  }

  @Test
  void hundredContainersWithoutFilesNeedTwoCallsToBeSeenUnchanged() throws Exception {
    Workload[] hundred = new Workload[100];
    for (int i = 0; i < hundred.length; i++) {
      Workload web = web("");
      hundred[i] =
          new Workload(
              "web" + i,
              name + "-web" + i,
              web.hosts(),
              web.spec().withCommand("sleep", "1000"),
              Map.of(),
              List.of(),
              web.rollout());
    }
    deploy(hundred);
    dialer.requests.clear();

    Report again = deploy(hundred);

    assertThat(again.results()).isEmpty();
    assertThat(dialer.requests).hasSize(2);
  }
}
