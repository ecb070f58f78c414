package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CStringsTest {
  private static void assertReturns(byte... bytes) {
    assertThat(CStrings.encode(CStrings.decode(bytes))).isEqualTo(bytes);
  }

  @Test
  void everyByteReturns() {
    for (int one = 1; one <= 0xFF; one++) {
      assertReturns((byte) one);
    }
  }

  @Test
  void everyPairOfBytesReturns() {
    for (int one = 1; one <= 0xFF; one++) {
      for (int two = 1; two <= 0xFF; two++) {
        assertReturns((byte) one, (byte) two);
      }
    }
  }

  @Test
  void anyBytesReturn() {
    Random random = new Random(20261120);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(24)];
      for (int i = 0; i < bytes.length; i++) {
        // Mostly bytes that begin, continue or almost make a character.
        bytes[i] =
            (byte) (random.nextBoolean() ? 0x80 + random.nextInt(0x80) : 1 + random.nextInt(0xFF));
      }
      assertReturns(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "caf\u00e9", "\u20ac", "\ud83d\udc0e", "a\ud83d\udc0eb"})
  void utf8IsShownAsItself(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(CStrings.decode(bytes)).isEqualTo(text);
    assertThat(CStrings.encode(text)).isEqualTo(bytes);
  }

  @Test
  void otherBytesBecomeLoneSurrogates() {
    assertThat(CStrings.decode(new byte[] {'a', (byte) 0xE9, 'b'})).isEqualTo("a\udce9b");
    assertThat(CStrings.decode(new byte[] {(byte) 0xED, (byte) 0xB3, (byte) 0xA9}))
        .isEqualTo("\udced\udcb3\udca9");
    assertThat(CStrings.decode(new byte[] {(byte) 0xC0, (byte) 0xAF})).isEqualTo("\udcc0\udcaf");
  }

  @Test
  void nulIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CStrings.encode("a\0b"))
        .withMessage("cannot pass a string with a NUL byte to the kernel");
  }

  /** Else a configuration could write a slash or a line break that nobody sees. */
  @ParameterizedTest
  @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDC2F, 0xDC7F, 0xDD00, 0xDFFF})
  void halfACharacterIsRefused(int half) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CStrings.encode("a" + (char) half))
        .withMessage("cannot pass half a character, U+%X, to the kernel", half);
  }

  @Test
  void pathIsItsBytes() {
    assertThat(CStrings.encode(Path.of("a b/%41")))
        .isEqualTo("a b/%41".getBytes(StandardCharsets.UTF_8));
    assertThat(CStrings.encode(Path.of(""))).isEmpty();
    assertThat(CStrings.encode(Path.of("/"))).isEqualTo(new byte[] {'/'});
  }
}
