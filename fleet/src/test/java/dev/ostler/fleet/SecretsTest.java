package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret is in anything that a run says, remembers or puts on a host for comparing. */
class SecretsTest {
  private static final String SENTINEL = "sentinel-4711";

  private final FakeEngine engine = FakeEngine.start();
  private final List<String> said = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void noOutputAndNoFileHasThem() throws Exception {
    run(web("a-" + SENTINEL));
    run(web("b-" + SENTINEL));
    run(web("c-" + SENTINEL).with(ContainerSpec.of(TestImage.NAME).withCommand("false")));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        said.add(Files.readString(file));
      }
    }
    try (var client = engine.connect()) {
      client
          .containers()
          .list(ContainerQuery.ALL)
          .forEach(container -> said.add(container.labels().toString()));
    }

    assertThat(said).hasSizeGreaterThan(20).noneMatch(text -> text.contains(SENTINEL));
    assertThat(said).anyMatch(text -> text.contains("(secret) -> (another secret)"));
  }

  @Test
  void historySaysWhoChangedWhat() throws Exception {
    run(web("a"));

    assertThat(Files.readString(folder.resolve("state.json.history")))
        .contains("\"host\":\"here\",\"container\":\"web\",\"action\":\"create\"")
        .contains("\"who\":\"" + HostLocks.who() + "\"")
        .contains("\"status\":\"done\"");
  }

  private static Workload web(String secret) {
    return Workload.of("web", ContainerSpec.of(TestImage.NAME), "here")
        .with(World.quick(Workload.Rules.usual()))
        .withSecrets(Map.of("PASSWORD", Secret.of(secret)))
        .withFiles(ManagedFile.of("/etc/password", FileContent.of(secret)));
  }

  private void run(Workload workload) throws InterruptedException, IOException {
    try (Operator operator = Engines.operator(engine, folder, workload)) {
      Checked checked = operator.check();
      said.add(PlanText.text(checked.plan()));
      said.add(PlanText.json(checked.plan(), "1"));
      said.add(PlanMarkdown.of(checked.plan()));
      said.add(SavedPlan.of(checked));
      said.add(checked.plan().toString());
      said.add(operator.fleet().toString());
      Report report = checked.deploy(this::take);
      report.results().forEach(result -> said.add(EventText.json(result)));
      operator.check().containers().forEach(seen -> said.add(EventText.json(seen)));
    }
  }

  private synchronized void take(FleetEvent event) {
    said.add(EventText.json(event, Instant.EPOCH));
    said.addAll(EventText.lines(event));
    said.add(event.toString());
  }
}
