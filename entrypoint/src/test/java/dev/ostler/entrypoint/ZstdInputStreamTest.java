package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdInputStreamTest {
  /** {@code printf hello | zstd}. */
  private static final byte[] HELLO =
      HexFormat.of().parseHex("28b52ffd045829000068656c6c6fa36d9f88");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "-3", "-9", "-19", "--fast=5", "--no-check", "--single-thread", "--long=23"})
  void unpacksWhatTheReferencePacks(String option) throws Exception {
    RealParts.needProgram("zstd");
    for (int seed = 0; seed < 12; seed++) {
      byte[] content = content(seed);
      assertThat(unpack(pack(content, option))).as("seed " + seed).isEqualTo(content);
    }
  }

  @Test
  void unpacksAnEmptyFrameAndSeveralFrames() throws Exception {
    RealParts.needProgram("zstd");
    byte[] one = pack("one ".getBytes(StandardCharsets.UTF_8), "-3");
    byte[] empty = pack(new byte[0], "-3");
    byte[] skipped = HexFormat.of().parseHex("502a4d1802000000ffff");
    byte[] all = concat(concat(one, skipped), concat(empty, one));
    assertThat(unpack(all)).asString(StandardCharsets.UTF_8).isEqualTo("one one ");
  }

  @Test
  void refusesAWrongChecksum() throws Exception {
    RealParts.needProgram("zstd");
    byte[] packed = pack(content(3), "-3");
    packed[packed.length - 1]++;
    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(IOException.class)
        .hasMessage("its zstd data is damaged: wrong checksum");
  }

  @Test
  void refusesALargeWindow() {
    byte[] of128MiB = HexFormat.of().parseHex("28b52ffd0088010000");
    assertThatThrownBy(() -> unpack(of128MiB))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "it is packed with a zstd window of more than 8 MiB; pack it without --long and"
                + " --ultra");
  }

  @Test
  void damageEndsInAnIoExceptionOrInOtherContent() throws Exception {
    RealParts.needProgram("zstd");
    Random random = new Random(4711);
    byte[] packed = pack(content(5), "-19");
    for (int run = 0; run < 3000; run++) {
      byte[] damaged = packed.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        unpack(damaged);
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("zstd");
      }
    }
  }

  @Test
  void refusesACutStream() {
    for (int length = 1; length < HELLO.length; length++) {
      byte[] cut = Arrays.copyOf(HELLO, length);
      assertThatThrownBy(() -> unpack(cut)).isInstanceOf(IOException.class);
    }
  }

  private byte[] pack(byte[] content, String option) throws Exception {
    Path plain = directory.resolve("plain");
    Path packed = directory.resolve("packed");
    Files.write(plain, content);
    RealParts.run("zstd", "-q", "-f", option, plain, "-o", packed);
    return Files.readAllBytes(packed);
  }

  /** From random bytes over text to one byte repeated; up to several windows of level 1. */
  private static byte[] content(int seed) {
    Random random = new Random(seed);
    byte[] content = new byte[seed < 4 ? seed * 37 : 1 << (10 + seed)];
    for (int i = 0; i < content.length; ) {
      if (i > 100 && random.nextInt(4) > 0) {
        int count = Math.min(content.length - i, 3 + random.nextInt(300));
        int from = Math.max(0, i - 1 - random.nextInt(Math.min(i, 1 << (5 + seed))));
        for (int end = i + count; i < end; i++) {
          content[i] = content[from++];
        }
      } else {
        content[i++] = (byte) random.nextInt(seed % 3 == 0 ? 256 : 1 + seed * 5);
      }
    }
    return content;
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    return new ZstdInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }
}
