package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who runs the commands of the README and of the pages in {@code docs}. */
class GuideBlocksTest {
  /** What a block is marked with, its document, and the test that runs it. */
  private static final Map<String, String> RUN_BY_OTHERS =
      Map.of(
          "sh hosts in fleet-haproxy.md", "HaProxyGuideIT",
          "sh cluster in kubernetes.md", "KubernetesCommandIT",
          "sh archive in install.md", "ArchiveIT",
          "sh debian in install.md", "DebianPackageIT",
          "sh image in install.md", "ContainerImageIT",
          "sh base in install.md", "ContainerImageIT, but for its line of Maven");

  /** Blocks that no test of the build runs, and who does. */
  private static final Map<String, String> RUN_BY_NO_TEST =
      Map.of(
          "./ostler demo", "dist/newcomer; DemoIT runs the command that it ends in",
          "./verify --install", "CI; dist/newcomer --verify",
          "kubectl apply -f deploy/kinds/role.yaml", "nobody; KubernetesKindsTest reads it",
          "kubectl label namespace monitoring ostler.dev/metrics=true",
              "nobody; it is an example of a name",
          "kubectl apply -k deploy/kubernetes",
              "gateway/src/test/cluster/control-plane; KubernetesManifestsTest reads what it applies");

  private static List<GuideBlock> commands() throws IOException {
    List<GuideBlock> all = new ArrayList<>();
    for (Path document : GuideBlock.documents()) {
      GuideBlock.of(document).stream().filter(GuideBlock::isCommands).forEach(all::add);
    }
    return all;
  }

  @Test
  void everyCommandBlockIsRunByATestOrByWhomThisListNames() throws IOException {
    assertThat(commands())
        .filteredOn(block -> !block.isExample())
        .filteredOn(block -> !RUN_BY_OTHERS.containsKey(block.kind() + " in " + block.document()))
        .extracting(block -> block.text().strip())
        .containsExactlyInAnyOrderElementsOf(RUN_BY_NO_TEST.keySet());
  }

  @Test
  void everyKindOfBlockThatOthersRunIsThere() throws IOException {
    assertThat(commands())
        .extracting(block -> block.kind() + " in " + block.document())
        .containsAll(RUN_BY_OTHERS.keySet());
  }

  @Test
  void whatNoTestRunsIsSaidToReaders() throws IOException {
    String guides = Files.readString(Path.of("../docs/guide/README.md"));

    assertThat(RUN_BY_NO_TEST.keySet())
        .allSatisfy(each -> assertThat(guides).contains("`" + each + "`"));
  }
}
