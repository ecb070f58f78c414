package dev.ostler.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final long SEED = 20_261_121;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-0",
        "12.5",
        "-1E+2",
        "true",
        "false",
        "null",
        "[1,[2,{\"a\":[]}]]",
        " { \"a\" : 1 ,\t\"b\" : [ ] } \r\n"
      })
  void everyKindOfValueIsRead(String text) throws Exception {
    Json json = JsonReader.read(text);

    assertThat(JsonReader.read(json.write())).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "-7, -7", "9223372036854775807, 9223372036854775807", "5.0, 5", "1e3, 1000",
    "9223372036854775808,", "0.5,", "1e-3,", "1e99,", "1E9999,"
  })
  void numberTellsWhetherItIsWhole(String text, @Nullable Long whole) throws Exception {
    Json.Numeral number = (Json.Numeral) JsonReader.read(text);

    assertThat(number.whole())
        .isEqualTo(whole == null ? OptionalLong.empty() : OptionalLong.of(whole));
  }

  @Test
  void escapesAreRead() throws Exception {
    assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\""))
        .isEqualTo(new Json.Text("\"\\/\b\f\n\r\té😀"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|expected a value, but it ends",
        "{|expected a name in quotes, but it ends",
        "{\"a\"|expected ':', but it ends",
        "{\"a\":1,}|expected a name in quotes at character 8",
        "{\"a\":1 \"b\":2}|expected '}' at character 8",
        "{a:1}|expected a name in quotes at character 2",
        "{\"a\":1,\"a\":2}|'a' twice",
        "[1,]|expected a value at character 4",
        "[1 2]|expected ']' at character 4",
        "01|expected the end at character 2",
        "1.|expected the end at character 2",
        ".5|expected a value at character 1",
        "+1|expected a value at character 1",
        "NaN|expected a value at character 1",
        "tru|expected a value at character 1",
        "1 1|expected the end at character 3",
        "'a'|expected a value at character 1",
        "\"a|expected a closing quote, but it ends",
        "\"\\|expected an escape, but it ends",
        "\"\\x\"|expected an escape at character 3",
        "\"\\u12\"|expected four hexadecimal digits at character 6",
        "\"\\ud800\"|half a surrogate pair in the string at character 1",
        "11111111111111111111111111111111111111111|a number longer than 40 characters",
      })
  void whatIsNoJsonIsRefusedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(JsonException.class)
        .hasMessage(message);
  }

  @Test
  void controlCharactersMustBeEscaped() {
    assertThatThrownBy(() -> JsonReader.read("\"a\u0001\""))
        .hasMessage("expected the rest of a string at character 3");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xC3, '"'}))
        .hasMessage("not UTF-8");
  }

  @Test
  void deepNestingIsRefusedBeforeItFillsTheStack() {
    assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
        .hasMessage("nested deeper than 32 at character 33");
  }

  @Test
  void loneSurrogatesAreReplacedWhenWritten() {
    assertThat(new Json.Text("a\uD800b\uDC00").write()).isEqualTo("\"a\uFFFDb\uFFFD\"");
  }

  @Test
  void whateverIsWrittenIsOneLineAndReadTheSame() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      Json json = randomValue(random, 4);

      String written = json.write();

      assertThat(written).doesNotContain("\n", "\r");
      assertThat(JsonReader.read(written.getBytes(UTF_8))).isEqualTo(json);
    }
  }

  @Test
  void whateverIsReadIsJsonOrRefused() {
    Random random = new Random(SEED);
    byte[] line = Samples.STATUS.toJson().getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = broken(line, random);

      try {
        Json json = JsonReader.read(broken);
        assertThat(JsonReader.read(json.write())).isEqualTo(json);
      } catch (JsonException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  static byte[] broken(byte[] line, Random random) {
    byte[] broken = Arrays.copyOf(line, 1 + random.nextInt(line.length));
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
    }
    return broken;
  }

  private static Json randomValue(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> Json.of(random.nextLong());
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> new Json.Null();
      case 3 -> Json.of(randomText(random));
      case 4 -> randomItems(random, depth);
      default -> randomMembers(random, depth);
    };
  }

  private static Json randomItems(Random random, int depth) {
    List<Json> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(randomValue(random, depth - 1));
    }
    return new Json.Items(items);
  }

  private static Json randomMembers(Random random, int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.put(randomText(random), randomValue(random, depth - 1));
    }
    return new Json.Members(members);
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int character = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
      boolean surrogate = character >= 0xD800 && character < 0xE000;
      text.appendCodePoint(surrogate ? '?' : character);
    }
    return text.toString();
  }
}
