package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFormatsTest {
  private static String json(byte[] message) {
    LineBuffer text = new LineBuffer();
    JsonText.append(text, Piece.whole(message));
    return text.toString();
  }

  @Test
  void prefixIsPaddedToTheLongestName() {
    PrefixFormat format = new PrefixFormat(false);
    format.name(List.of("db", "worker"));

    assertThat(Lines.formatted(format, Lines.from("db"), Lines.piece("up\r")))
        .isEqualTo("db     | up\r\n");
    assertThat(Lines.formatted(format, Lines.from("worker"), Lines.piece("\u001b[1mup\0")))
        .isEqualTo("worker | \u001b[1mup\0\n");
  }

  @Test
  void restOfALongLineHasAPlus() {
    PrefixFormat format = new PrefixFormat(false);
    format.name(List.of("db"));

    assertThat(Lines.formatted(format, Lines.from("db"), Lines.piece("rest", true, false)))
        .isEqualTo("db + rest\n");
  }

  @Test
  void coloursColourThePrefixAlone() {
    PrefixFormat format = new PrefixFormat(true);
    format.name(List.of("db", "web"));

    assertThat(Lines.formatted(format, Lines.from("db"), Lines.piece("up")))
        .isEqualTo("\u001b[36mdb  |\u001b[0m up\n");
    assertThat(Lines.formatted(format, Lines.from("web"), Lines.piece("up")))
        .isEqualTo("\u001b[33mweb |\u001b[0m up\n");
  }

  @Test
  void plainAddsNothingToAPiece() {
    assertThat(Lines.formatted(LineFormat.plain(), Lines.from("db"), Lines.piece("a", false, true)))
        .isEqualTo("a");
    assertThat(Lines.formatted(LineFormat.plain(), Lines.from("db"), Lines.piece("b", true, false)))
        .isEqualTo("b\n");
  }

  @Test
  void jsonSaysWhoAndWhen() {
    Origin origin = new Origin("web", LogStream.STDERR, OptionalInt.of(12));

    assertThat(Lines.formatted(new JsonFormat(), origin, Lines.piece("a \"b\"")))
        .isEqualTo(
            "{\"time\":\"2026-02-03T04:05:06.007Z\",\"process\":\"web\",\"stream\":\"stderr\","
                + "\"pid\":12,\"message\":\"a \\\"b\\\"\"}\n");
  }

  @Test
  void jsonMarksAPieceThatGoesOn() {
    assertThat(Lines.formatted(new JsonFormat(), Lines.from("a\"b"), Lines.piece("x", false, true)))
        .isEqualTo(
            "{\"time\":\"2026-02-03T04:05:06.007Z\",\"process\":\"a\\\"b\",\"stream\":\"stdout\","
                + "\"message\":\"x\",\"partial\":true}\n");
  }

  @Test
  void ownMessagesComeInBothFormats() {
    assertThat(
            Lines.formatted(MessageFormat.TEXT.lines(), Lines.from("ostler"), Lines.piece("hello")))
        .isEqualTo("ostler: hello\n");
    assertThat(
            Lines.formatted(MessageFormat.JSON.lines(), Lines.from("ostler"), Lines.piece("hello")))
        .isEqualTo(
            "{\"time\":\"2026-02-03T04:05:06.007Z\",\"process\":\"ostler\","
                + "\"stream\":\"stdout\",\"message\":\"hello\"}\n");
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(json(Lines.bytes("\0\u0001\b\t\n\f\r\u001b[0m\u001f\u007f\\\"/€")))
        .isEqualTo("\\u0000\\u0001\\u0008\\t\\n\\u000c\\r\\u001b[0m\\u001f\\u007f\\\\\\\"/€");
  }

  @Test
  void carriageReturnBeforeTheEndIsNoPartOfAMessage() {
    assertThat(json(Lines.bytes("done\r"))).isEqualTo("done");
    assertThat(json(Lines.bytes("50%\r100%"))).isEqualTo("50%\\r100%");
  }

  @Test
  void everyTwoBytesAreDecodedAsJavaDecodesThem() {
    for (int first = 0x80; first <= 0xFF; first++) {
      for (int second = 0x80; second <= 0xFF; second++) {
        byte[] bytes = {'a', (byte) first, (byte) second, 'z'};

        assertThat(json(bytes)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void brokenUtf8IsReplacedAsJavaReplacesIt() {
    Random random = new Random(5);
    int[] likely = {0x80, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 'x'};
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(9)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) likely[random.nextInt(likely.length)];
      }

      assertThat(json(bytes)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
