package dev.ostler.fleet;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** YAML of our own making. */
final class Yaml {
  /** Longer lines than people write: a folded text is harder to compare than a long one. */
  private static final int WIDTH = 1_000;

  private Yaml() {}

  /** In the order of the map, a key on each line. */
  static String write(Map<String, Object> object) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(WIDTH)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();
    return new Dump(settings).dumpToString(object);
  }
}
