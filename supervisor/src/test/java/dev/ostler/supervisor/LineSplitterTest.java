package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private static final int LIMIT = 8;

  private static List<String> split(byte[] bytes, int... ends) {
    LineSplitter splitter = new LineSplitter(LIMIT);
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int end : ends) {
      splitter.take(bytes, start, end, piece -> pieces.add(shown(piece)));
      start = end;
    }
    splitter.take(bytes, start, bytes.length, piece -> pieces.add(shown(piece)));
    splitter.finish(piece -> pieces.add(shown(piece)));
    return pieces;
  }

  /** Before and after a piece, a plus shows that there is more of its line. */
  private static String shown(Piece piece) {
    return (piece.continued() ? "+" : "") + Lines.text(piece) + (piece.goesOn() ? "+" : "");
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void linesEndAtNewlinesAndTheLastOneAtTheEnd() {
    assertThat(split(latin("a\n\nbc\r\nd\0e"))).containsExactly("a", "", "bc\r", "d\0e");
  }

  @Test
  void nothingIsNoLine() {
    assertThat(split(latin(""))).isEmpty();
    assertThat(split(latin("a\n"))).containsExactly("a");
  }

  @Test
  void lineOfExactlyTheLimitIsWhole() {
    assertThat(split(latin("12345678\n"))).containsExactly("12345678");
    assertThat(split(latin("12345678"))).containsExactly("12345678");
  }

  @Test
  void longerLineIsCutIntoMarkedPieces() {
    assertThat(split(latin("123456789\nx\n"))).containsExactly("12345678+", "+9", "x");
    assertThat(split(latin("12345678".repeat(2) + "9")))
        .containsExactly("12345678+", "+12345678+", "+9");
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertThat(split(Lines.bytes("1234567é\n"))).containsExactly("1234567+", "+\u00C3\u00A9");
    assertThat(split(Lines.bytes("12345€\n"))).hasSize(1);
    assertThat(split(Lines.bytes("123456€\n"))).containsExactly("123456+", "+\u00E2\u0082\u00AC");
  }

  @Test
  void whatIsNotUtf8IsCutAtTheLimit() {
    assertThat(split(latin("\u0080".repeat(9))))
        .containsExactly("\u0080".repeat(8) + "+", "+\u0080");
  }

  @Test
  void chunksMayEndAnywhere() {
    byte[] bytes = Lines.bytes("first\r\n\n€uro€uro€uro€uro\n12345678\n123456789\n\0\u001b[1mend");
    List<String> whole = split(bytes);

    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(split(bytes, first, second)).as(first + ", " + second).isEqualTo(whole);
      }
    }
  }

  @Test
  void anyBytesInAnyChunksComeOutAgain() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(100)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "ab\n\r\0€".codePointAt(random.nextInt(6));
      }
      int middle = random.nextInt(bytes.length + 1);

      assertThat(joined(bytes, middle)).isEqualTo(ended(bytes));
    }
  }

  private static String joined(byte[] bytes, int middle) {
    StringBuilder joined = new StringBuilder();
    LineSplitter splitter = new LineSplitter(LIMIT);
    splitter.take(bytes, 0, middle, piece -> append(joined, piece));
    splitter.take(bytes, middle, bytes.length, piece -> append(joined, piece));
    splitter.finish(piece -> append(joined, piece));
    return joined.toString();
  }

  private static void append(StringBuilder to, Piece piece) {
    to.append(Lines.text(piece)).append(piece.goesOn() ? "" : "\n");
  }

  private static String ended(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
