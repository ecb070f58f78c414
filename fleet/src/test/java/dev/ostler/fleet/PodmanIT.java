package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Resources;
import dev.ostler.engine.Restart;
import dev.ostler.engine.TestImage;
import dev.ostler.engine.UnixDialer;
import dev.ostler.testing.Needs;
import dev.ostler.testing.PodmanHost;
import dev.ostler.testing.RealPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet on Podman. */
@Needs(RealPart.PODMAN)
class PodmanIT {
  private static PodmanHost host;

  private final String name = "it" + UUID.randomUUID().toString().substring(0, 8);
  @TempDir private Path folder;

  @BeforeAll
  static void startHost() {
    host = PodmanHost.start();
  }

  @AfterAll
  static void closeHost() {
    host.close();
  }

  @BeforeEach
  void loadImage() throws IOException {
    try (Engine engine = connect()) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
  }

  @AfterEach
  void destroy() throws Exception {
    try (Operator operator = operator(web(0))) {
      operator.check(Scope.of(Operator.Aim.DESTROY)).deploy(_ -> {});
    }
  }

  @Test
  void whatWasAppliedIsNoDifferenceHoweverCloselyOneLooks() throws Exception {
    deploy(web(64 << 20));

    assertThat(plan(Scope.ALL, web(64 << 20)).hasChanges()).isFalse();
    assertThat(plan(Scope.ALL.deeply(), web(64 << 20)).hasChanges()).isFalse();
  }

  /** Podman before 5.1 replaces, later ones update. */
  @Test
  void otherLimitIsReachedInWhicheverWay() throws Exception {
    deploy(web(64 << 20));

    Report report = deploy(web(65 << 20));

    assertThat(report.isSuccess()).as(report.toString()).isTrue();
    try (Engine engine = connect()) {
      assertThat(engine.containers().inspect(name).spec().resources().memory()).isEqualTo(65 << 20);
    }
  }

  private Workload web(long memory) {
    ContainerSpec spec =
        ContainerSpec.of(TestImage.NAME)
            .withCommand("sleep", "1000")
            .withNetworking(Networking.NONE)
            .withResources(new Resources(memory, 0, 0, 0, 0, "", 0, 0, List.of()))
            .withLifecycle(
                new Lifecycle(
                    Restart.NO,
                    Optional.empty(),
                    "SIGKILL",
                    Optional.of(Duration.ofSeconds(1)),
                    false));
    return Workload.of(name, spec, "here")
        .with(World.quick(Workload.Rules.usual()))
        .withFiles(ManagedFile.of("/tmp/web.conf", FileContent.of("hello")));
  }

  private Report deploy(Workload workload) throws Exception {
    try (Operator operator = operator(workload)) {
      return operator.check().deploy(_ -> {});
    }
  }

  private Plan plan(Scope scope, Workload workload) throws Exception {
    try (Operator operator = operator(workload)) {
      return operator.check(scope).plan();
    }
  }

  private Operator operator(Workload workload) {
    return new Operator(
        Fleet.of(name, List.of(Host.local("here")), List.of(workload)),
        folder.resolve("state.json"),
        _ -> connect(),
        Operator.Limits.USUAL);
  }

  private static Engine connect() {
    return Engine.over(new UnixDialer(host.socket()));
  }
}
