package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.Lifecycle;
import dev.ostler.engine.Networking;
import dev.ostler.engine.Restart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of one host, whose engine is this machine's; what is sent to it is counted. */
abstract class RealEngineFixture {
  static String image = "";

  @TempDir Path folder;
  final String name = "it" + UUID.randomUUID().toString().substring(0, 8);
  final List<FleetEvent> events = new ArrayList<>();
  final CountingDialer dialer = new CountingDialer(SmallImage.dialer());

  @BeforeAll
  static void importImage() throws Exception {
    image = SmallImage.load();
  }

  @AfterAll
  static void removeImage() throws Exception {
    SmallImage.remove(image);
  }

  @AfterEach
  void removeAll() throws Exception {
    deploy();
    assertThat(containers()).isEmpty();
  }

  Workload web(String content) {
    ContainerSpec spec =
        ContainerSpec.of(image)
            .withCommand("sleep", "1000")
            .withNetworking(Networking.NONE)
            .withLifecycle(
                new Lifecycle(
                    Restart.NO,
                    Optional.empty(),
                    "SIGKILL",
                    Optional.of(Duration.ofSeconds(1)),
                    false));
    ManagedFile file =
        new ManagedFile(
            ManagedFile.Place.CONTAINER,
            "/etc/web/web.conf",
            FileContent.of(content),
            0600,
            ManagedFile.Owner.parse("web:1235"),
            new OnChange.Nothing());
    return new Workload(
        "web",
        name + "-web",
        List.of("here"),
        spec,
        Map.of(),
        List.of(file),
        World.quick(Workload.Rules.usual()));
  }

  Fleet fleet(Workload... workloads) {
    return Fleet.of(name, List.of(Host.local("here")), List.of(workloads));
  }

  Report deploy(Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      return operator
          .check()
          .deploy(event -> {
            synchronized (events) {
              events.add(event);
            }
          });
    }
  }

  Plan plan(Workload... workloads) throws Exception {
    try (Operator operator = operator(workloads)) {
      return operator.check().plan();
    }
  }

  Operator operator(Workload... workloads) {
    return new Operator(
        fleet(workloads),
        folder.resolve("state.json"),
        _ -> Engine.over(dialer),
        Operator.Limits.USUAL);
  }

  String state() throws IOException {
    return Files.readString(folder.resolve("state.json"));
  }

  List<String> containers() throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .containers()
          .list(ContainerQuery.ALL.withLabel(Labels.FLEET + "=" + name))
          .stream()
          .map(container -> container.id())
          .toList();
    }
  }

  List<String> names() throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .containers()
          .list(ContainerQuery.ALL.withLabel(Labels.FLEET + "=" + name))
          .stream()
          .map(container -> container.name())
          .sorted()
          .toList();
    }
  }

  String read(String path) throws IOException {
    return exec("sh", "-c", "echo $(stat -c '%a %u:%g' " + path + ") $(cat " + path + ")");
  }

  String exec(String... command) throws IOException {
    try (Engine engine = Engine.over(SmallImage.dialer())) {
      return engine
          .processes()
          .run(name + "-web", ExecSpec.of(command), Duration.ofSeconds(20))
          .stdout()
          .strip();
    }
  }
}
