package dev.ostler.fleet.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Networking;
import dev.ostler.engine.TestImage;
import dev.ostler.fleet.Checked;
import dev.ostler.fleet.FileContent;
import dev.ostler.fleet.Fleet;
import dev.ostler.fleet.FleetFile;
import dev.ostler.fleet.Hooks;
import dev.ostler.fleet.Host;
import dev.ostler.fleet.HostContainer;
import dev.ostler.fleet.LegacyState;
import dev.ostler.fleet.ManagedFile;
import dev.ostler.fleet.Operator;
import dev.ostler.fleet.PlanText;
import dev.ostler.fleet.Report;
import dev.ostler.fleet.UpdatePolicy;
import dev.ostler.fleet.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those write who embed the library: from another package, with its public API alone. */
class LibraryTest {
  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void fleetIsBuiltCheckedAndDeployed() throws Exception {
    List<String> started = new ArrayList<>();

    try (Operator operator = operator(shop())) {
      operator.setHooks(
          "web", Hooks.NONE.afterStart(container -> started.add(container.workload())));
      Checked checked = operator.check();
      Report report = checked.deploy(_ -> {});

      assertThat(PlanText.summary(checked.plan()))
          .isEqualTo("fleet shop: 1 to create, 0 unchanged");
      assertThat(report.isSuccess()).isTrue();
      assertThat(started).containsExactly("web");
      assertThat(operator.check().plan().hasChanges()).isFalse();
    }
  }

  @Test
  void fleetIsReadDeployedAndItsStateWrittenDown() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            desiredState:
              web:
                host: {direct: {}}
                container:
                  runtime: {docker: {}}
                  config: {name: web, image: "IMAGE"}
            """
                .replace("IMAGE", TestImage.NAME));

    try (Operator operator = operator(FleetFile.read(file))) {
      operator.check().deploy(_ -> {});

      assertThat(LegacyState.of(file, operator.check()))
          .startsWith("previousState:\n  web:\n    configFiles: {}\n")
          .contains("      status: running\n");
    }
  }

  @Test
  void oneContainerGoesStepByStep() throws Exception {
    try (Operator operator = operator(shop())) {
      HostContainer web = operator.container("web", "web1");
      assertThat(web.status()).isEmpty();

      HostContainer.Instance instance = web.create();
      assertThat(web.configurationStatus()).containsOnlyKeys("/etc/web.conf");
      web.configure();
      assertThat(web.configurationStatus()).isEmpty();
      web.start();

      assertThat(instance.status().state()).isEqualTo(ContainerState.RUNNING);
      assertThat(instance.read("/etc/web.conf", "/none"))
          .containsOnlyKeys("/etc/web.conf")
          .containsValue(FileContent.of("version 1"));
      // What was made by hand is what the whole would have made.
      assertThat(operator.check().plan().hasChanges()).isFalse();
      web.stop();
      web.delete();
      web.delete();
      assertThat(web.instance()).isEmpty();
      assertThatThrownBy(web::start)
          .hasMessage("cannot find container web on web1; create it first");
    }
  }

  @Test
  void filesAreCopiedIntoAnInstanceAndLookedAt() throws Exception {
    try (Operator operator = operator(shop())) {
      HostContainer.Instance instance = operator.container("web", "web1").create();

      instance.copy(ManagedFile.of("/tmp/note", FileContent.of("hello")));

      assertThat(instance.stat("/tmp/note"))
          .hasValueSatisfying(file -> assertThat(file.size()).isEqualTo(5));
      assertThat(instance.stat("/tmp/none")).isEmpty();
    }
  }

  private static Fleet shop() {
    ContainerSpec spec =
        ContainerSpec.of(TestImage.NAME)
            .withCommand("sleep", "1000")
            .withNetworking(Networking.NONE);
    UpdatePolicy quick =
        new UpdatePolicy(
            UpdatePolicy.Order.STOP_FIRST,
            UpdatePolicy.Batch.ofPercent(50),
            1,
            Duration.ZERO,
            0,
            UpdatePolicy.OnFailure.ROLLBACK);
    Workload web =
        Workload.of("web", spec, "web1")
            .with(Workload.Rules.usual().with(quick))
            .withFiles(ManagedFile.of("/etc/web.conf", FileContent.of("version 1")));
    return Fleet.of("shop", List.of(Host.local("web1")), List.of(web));
  }

  private Operator operator(Fleet fleet) {
    return new Operator(
        fleet, folder.resolve("state.json"), _ -> engine.connect(), Operator.Limits.USUAL);
  }
}
