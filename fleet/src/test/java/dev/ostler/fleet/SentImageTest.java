package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.Fault;
import dev.ostler.engine.ImageArchive;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that are sent. */
class SentImageTest {
  private static final String FILE =
      "hosts: {a: {ssh: x}}\ncontainers: {web: {on: a, image: \"web:1\", imageFrom: web.tar}}\n";

  @TempDir private Path folder;

  @Test
  void otherFilesAreRefusedWhenTheFleetIsRead() throws Exception {
    Files.writeString(folder.resolve("fleet.yaml"), FILE);
    Path image = Files.writeString(folder.resolve("web.tar"), "no archive");

    assertThatThrownBy(() -> FleetFile.read(folder.resolve("fleet.yaml")))
        .hasMessage(
            "cannot send the image in "
                + image
                + ": it is no archive of one image, uncompressed, as 'docker save' writes it");
  }

  @Test
  void anotherImageUnderTheSameNameIsAChange() throws Exception {
    Files.writeString(folder.resolve("fleet.yaml"), FILE);
    archive("abc");
    World world = new World("a");
    world.apply(FleetFile.read(folder.resolve("fleet.yaml")));
    Plan same = world.plan(FleetFile.read(folder.resolve("fleet.yaml"))).plan();
    archive("def");

    Plan other = world.plan(FleetFile.read(folder.resolve("fleet.yaml"))).plan();

    assertThat(same.hasChanges()).isFalse();
    assertThat(other.items().getFirst().reasons()).containsExactly("image archive differs");
    assertThat(world.hosts.get("a").calls).contains("send web:1");
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void imageIsSentOnceToAnEngineWhateverItCallsIt(boolean inContainerd) throws Exception {
    archive("abc");
    try (FakeEngine engine = FakeEngine.start()) {
      if (inContainerd) {
        engine.keepImagesInContainerd();
      }

      deploy(engine, web("web", "one"), web("web2", "one"));
      Report changed = deploy(engine, web("web", "two"), web("web2", "one"));

      assertThat(changed.isSuccess()).as(changed.toString()).isTrue();
      assertThat(engine.calls()).filteredOn("POST /images/load"::equals).hasSize(1);
    }
  }

  @Test
  void imageOfWhichTheLinkBrokeIsSentAgain() throws Exception {
    archive("abc");
    try (FakeEngine engine = FakeEngine.start()) {
      engine.failNext("POST /images/load"::equals, new Fault.ResetBefore());

      Report report = deploy(engine, web("web", "one"));

      assertThat(report.isSuccess()).as(report.toString()).isTrue();
      assertThat(engine.calls()).filteredOn("POST /images/load"::equals).hasSize(2);
    }
  }

  @Test
  void imageOfWhichOnlyTheAnswerWasLostIsNotSentAgain() throws Exception {
    archive("abc");
    try (FakeEngine engine = FakeEngine.start()) {
      engine.failNext("POST /images/load"::equals, new Fault.ResetAfter());

      Report report = deploy(engine, web("web", "one"));

      assertThat(report.isSuccess()).as(report.toString()).isTrue();
      assertThat(engine.calls()).filteredOn("POST /images/load"::equals).hasSize(1);
    }
  }

  private Workload web(String name, String command) throws IOException {
    return Workload.of(name, ContainerSpec.of("web:1").withCommand(command), "here")
        .with(World.quick(Workload.Rules.usual()).with(ImageArchive.of(folder.resolve("web.tar"))));
  }

  private Report deploy(FakeEngine engine, Workload... workloads) throws Exception {
    try (Operator operator = Engines.operator(engine, folder, workloads)) {
      return operator.check().deploy(_ -> {});
    }
  }

  private void archive(String id) throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"id\":\"" + id + "\"}");
    Files.writeString(
        folder.resolve("manifest.json"),
        "[{\"Config\":\"config.json\",\"RepoTags\":[\"web:1\"],\"Layers\":[]}]");
    Tool.run(
        "tar", "-C", folder.toString(), "-cf", folder + "/web.tar", "manifest.json", "config.json");
  }
}
