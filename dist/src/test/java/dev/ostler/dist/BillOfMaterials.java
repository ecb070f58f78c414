package dev.ostler.dist;

import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What something is made of.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX</a>
 */
record BillOfMaterials(Map<String, Object> json) {
  /** Where it lies for a module that was built with the Maven profile {@code release}. */
  static BillOfMaterials of(String module) throws IOException {
    String name = "ostler-" + module + "-" + Built.RELEASE.version() + "-sbom.json";
    Path file = Built.RELEASE.checkout().resolve(module).resolve("target").resolve(name);
    return new BillOfMaterials(JsonMapper.builder().build().fromJsonObject(Files.readString(file)));
  }

  /** One of its parts. */
  record Component(String group, String name, String version, List<String> licences) {
    /** As Maven names its jar. */
    String jar() {
      return name + "-" + version + ".jar";
    }

    boolean isOurs() {
      return group.equals("dev.ostler");
    }
  }

  String format() {
    return String.valueOf(json.get("bomFormat"));
  }

  List<Component> components() {
    return list(json.get("components")).stream().map(BillOfMaterials::component).toList();
  }

  private static Component component(Map<?, ?> json) {
    return new Component(
        String.valueOf(json.get("group")),
        String.valueOf(json.get("name")),
        String.valueOf(json.get("version")),
        list(json.get("licenses")).stream().map(BillOfMaterials::licence).toList());
  }

  /** By its SPDX identifier or, where it has none, by its name. */
  private static String licence(Map<?, ?> choice) {
    if (choice.get("license") instanceof Map<?, ?> one) {
      return String.valueOf(one.containsKey("id") ? one.get("id") : one.get("name"));
    }
    return String.valueOf(choice.get("expression"));
  }

  private static List<Map<?, ?>> list(@Nullable Object json) {
    return json instanceof List<?> all
        ? all.stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList()
        : List.of();
  }
}
