package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void nanosecondsKeepTheirDigits() {
    assertThat(Json.parse("{\"timeNano\":1795238697057344901}").number("timeNano"))
        .isEqualTo(1795238697057344901L);
  }

  @Test
  void numbersAreWholeHoweverTheyAreWritten() {
    Json json = Json.parse("{\"a\": 12 ,\"b\":[-3, 4\n],\"c\":5e2,\"d\":6.0,\"e\":7.9,\"f\":1e99}");

    assertThat(json.number("a")).isEqualTo(12);
    assertThat(json.at("b").elements()).extracting(Json::raw).containsExactly(-3L, 4L);
    assertThat(json.at("c").raw()).isEqualTo(500L);
    assertThat(json.at("d").raw()).isEqualTo(6L);
    assertThat(json.at("e").raw()).isEqualTo(7.9);
    assertThat(json.at("f").raw()).isEqualTo(1e99);
  }

  @Test
  void whatIsMissingOrNullOrOfAnotherKindReadsAsEmpty() {
    Json json = Json.parse("{\"list\":null,\"text\":5,\"number\":\"x\",\"flag\":1}");

    assertThat(json.texts("list")).isEmpty();
    assertThat(json.text("text")).isEmpty();
    assertThat(json.number("number")).isZero();
    assertThat(json.flag("flag")).isFalse();
    assertThat(json.at("a").at("b").text("c")).isEmpty();
    assertThat(json.someText("nothing")).isEmpty();
  }

  @Test
  void textsKeepEveryCharacter() {
    String odd = "é😀\n\u0001\"\\/ ü";

    Json read = Json.parse(Json.bytes(Map.of("a", odd)));

    assertThat(read.text("a")).isEqualTo(odd);
    assertThat(Json.parse("\"\\u00e9\\ud83d\\ude00\"").text()).isEqualTo("é😀");
  }

  @Test
  void emptyListsAndObjectsAreWritten() {
    Map<String, Object> json = Map.of("80/tcp", Map.of("empty", List.of()));

    assertThat(new String(Json.bytes(json), UTF_8)).isEqualTo("{\"80/tcp\":{\"empty\":[]}}");
    assertThat(new String(Json.bytes(List.of()), UTF_8)).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,", "}", "{\"a\"", "<html>", "404 page not found", "[1x]", "[1 2]"})
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON: ");
  }

  @Test
  void zeroTimeIsNever() {
    Json json =
        Json.parse(
            "{\"never\":\"0001-01-01T00:00:00Z\",\"then\":\"2026-11-21T06:04:59.777405126+01:00\"}");

    assertThat(json.moment("never")).isEmpty();
    assertThat(json.moment("then")).contains(Instant.parse("2026-11-21T05:04:59.777405126Z"));
  }
}
