package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of manifests in the guides, read as a cluster reads them. */
class GuideManifestsTest {
  private static final Path GUIDES = Path.of("..", "docs");
  private static final Pattern PART = Pattern.compile("(?ms)^```yaml kubernetes\n(.*?)^```$");

  static List<String> parts() throws IOException {
    List<String> parts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(GUIDES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
        Matcher found = PART.matcher(Files.readString(file));
        while (found.find()) {
          parts.add(found.group(1));
        }
      }
    }
    return parts;
  }

  /** Of a pod, if containers are in it, otherwise of a container. */
  private static Object read(String part) {
    Class<?> kind = part.startsWith("containers:") ? PodSpec.class : Container.class;
    return new KubernetesSerialization().unmarshal(part, kind);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void nothingIsSaidThatAClusterDoesNotKnow(String part) throws Exception {
    assertThat(RoutesTest.unknown(read(part))).isEmpty();
  }

  @Test
  void whatNobodyKnowsWouldBeFound() throws Exception {
    assertThat(RoutesTest.unknown(read("livenessProbe: {http: {path: /livez}}\n")))
        .containsExactly("Probe.http");
  }

  @Test
  void imageThatTheGuideRenamesIsTheOneOfTheManifests() throws Exception {
    String guide = Files.readString(GUIDES.resolve("guide/kubernetes.md"));
    String kustomization = Files.readString(Path.of("../deploy/kubernetes/kustomization.yaml"));
    String images = "images:\n  - name: ostler\n    newName: ";

    assertThat(guide).contains("```yaml part\n" + images);
    assertThat(kustomization).contains(images);
  }
}
