package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kube configs that lead to no cluster. */
class KubeConfigTest {
  private static final String CHOOSE =
      "; choose one by 'kubectl config use-context', or set KUBECONFIG";

  @TempDir Path folder;

  private void refuses(String text, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);

    assertThatThrownBy(() -> KubeConfig.read(file))
        .isInstanceOf(InvalidKubeConfigException.class)
        .hasMessage("cannot use the kube config " + file + why);
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsPlace() throws Exception {
    refuses(
        "nonsense: [\n",
        ":2:1: found no YAML while parsing a flow node: expected the node content, but found"
            + " '<stream end>'");
    refuses("a: b: c\n", ":1:5: found no YAML: mapping values are not allowed here");
  }

  @Test
  void emptyFileIsRefused() throws Exception {
    refuses("", ": it is empty");
  }

  @Test
  void contextThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
    refuses(
        """
        contexts: [{name: dev, context: {}}, {name: live, context: {}}]
        current-context: lvie
        """,
        ": it has no context 'lvie', its current-context; its contexts are dev, live" + CHOOSE);
    refuses(
        "contexts: [{name: dev, context: {}}]\n",
        ": it has no current-context; its contexts are dev" + CHOOSE);
    refuses(
        "current-context: dev\n",
        ": it has no context 'dev', its current-context; there are no contexts" + CHOOSE);
  }

  @Test
  void clusterThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
    String context = "contexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n";

    refuses(
        context + "clusters: []\n",
        ": it has no cluster 'c', which its context 'x' names; there are no clusters");
    refuses(
        context + "clusters: [{name: d, cluster: {server: 'https://d.test'}}]\n",
        ": it has no cluster 'c', which its context 'x' names; its clusters are d");
    refuses(context + "clusters: [{name: c, cluster: {}}]\n", ": its cluster 'c' has no server");
  }
}
