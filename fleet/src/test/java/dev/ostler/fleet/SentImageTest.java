package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private void archive(String id) throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "[{\"Config\":\"" + id + ".json\"}]");
    Tool.run("tar", "-C", folder.toString(), "-cf", folder + "/web.tar", "manifest.json");
  }
}
