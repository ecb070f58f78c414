package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void valuesOfAllKindsAreOnOneLine() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("text", "a \"b\" \\ c\nd\te\u0001");
    object.put("number", 65);
    object.put("truth", true);
    object.put("list", List.of("a", Map.of("b", 1), List.of()));
    object.put("empty", Map.of());

    assertThat(Json.of(object))
        .isEqualTo(
            "{\"text\":\"a \\\"b\\\" \\\\ c\\nd\\u0009e\\u0001\",\"number\":65,\"truth\":true,"
                + "\"list\":[\"a\",{\"b\":1},[]],\"empty\":{}}");
  }

  @Test
  void charactersBeyondTheFirstPlaneStayAndHalvesOfThemAreEscaped() {
    assertThat(Json.of("é 😀")).isEqualTo("\"é 😀\"");
    assertThat(Json.of("a\ud83d")).isEqualTo("\"a\\ud83d\"");
    assertThat(Json.of("\ude00b")).isEqualTo("\"\\ude00b\"");
  }
}
