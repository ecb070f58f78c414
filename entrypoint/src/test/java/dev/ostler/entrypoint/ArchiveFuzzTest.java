package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random archives. Two seconds per test; longer with -Dostler.fuzz.seconds, from another start with
 * -Dostler.fuzz.seed.
 */
class ArchiveFuzzTest {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("ostler.fuzz.seconds", 2));

  /** However slow the machine is. */
  private static final int FEWEST = 400;

  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(1000, 4 << 20, 1 << 20, 300, 8, 200);

  @TempDir Path directory;

  private final long seed = Long.getLong("ostler.fuzz.seed", 20_261_101);
  private final Random random = new Random(seed);
  private TargetDirectory updates;
  private int accepted;
  private int refused;

  @BeforeEach
  void open() throws IOException {
    updates =
        TargetDirectory.open(
            directory.resolve("site"),
            TreeOptions.defaults().withDurable(false).withLimits(LIMITS));
    updates.commit(updates.stage(new TestTar().file("a", "1").file("b/c", "2").source()));
  }

  @AfterEach
  void close() {
    updates.close();
  }

  @Test
  void damagedArchivesAreRefusedOrUnpackedInside() throws IOException {
    byte[][] archives = {valid().bytes(), valid().gnu().bytes(), valid().gzip()};
    long end = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() < end || accepted + refused < FEWEST) {
      attempt(damaged(archives[random.nextInt(archives.length)]));
    }
    assertThat(refused).as("refused, seed " + seed).isGreaterThan(50);
  }

  @Test
  void randomMembersAreRefusedOrUnpackedInside() throws IOException {
    long end = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() < end || accepted + refused < FEWEST) {
      TestTar tar = new TestTar();
      for (int members = random.nextInt(6); members >= 0; members--) {
        addRandom(tar);
      }
      attempt(tar.bytes());
    }
    assertThat(refused).as("refused, seed " + seed).isGreaterThan(50);
    assertThat(accepted).as("accepted, seed " + seed).isGreaterThan(50);
  }

  /** Anything but a ConfigurationException fails the test. */
  private void attempt(byte[] archive) throws IOException {
    Map<String, String> before = visible();
    try {
      StagedTree staged = updates.stage(TestTar.source(archive, LIMITS));
      requireInside(staged.path());
      assertThat(visible()).as("staged, seed " + seed).isEqualTo(before);
      updates.commit(staged);
      updates.tidy();
      accepted++;
    } catch (ConfigurationException expected) {
      refused++;
      assertThat(visible()).as(expected.getMessage() + ", seed " + seed).isEqualTo(before);
    }
  }

  private Map<String, String> visible() throws IOException {
    Map<String, String> visible = Snapshot.of(directory);
    visible.keySet().removeIf(name -> name.startsWith(".site.ostler"));
    return visible;
  }

  /** No link of a staged tree leads out of it or into another part of the machine. */
  private void requireInside(Path root) throws IOException {
    Path top = root.toRealPath();
    for (Map.Entry<String, String> member : Snapshot.of(root).entrySet()) {
      Path path = root.resolve(member.getKey());
      if (Files.isSymbolicLink(path) && Files.exists(path)) {
        assertThat(path.toRealPath())
            .as(member + ", seed " + seed)
            .matches(real -> real.startsWith(top) || real.startsWith(directory.resolve("site")));
      }
    }
  }

  private byte[] damaged(byte[] archive) {
    byte[] damaged = archive.clone();
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged = Arrays.copyOf(damaged, at + 1);
        case 3 -> damaged = Arrays.copyOf(damaged, damaged.length + random.nextInt(2000));
        default -> fixChecksum(damaged, at / 512 * 512);
      }
    }
    if (random.nextBoolean() && damaged.length >= 1024) {
      for (int header = 0; header + 512 <= damaged.length; header += 512) {
        fixChecksum(damaged, header);
      }
    }
    return damaged;
  }

  /** Lets damage through to what looks at the fields behind the checksum. */
  private static void fixChecksum(byte[] archive, int header) {
    if (header + 512 > archive.length || archive[header + 257] != 'u') {
      return;
    }
    Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += Byte.toUnsignedInt(archive[i]);
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, archive, header + 148, 8);
  }

  private static TestTar valid() {
    return new TestTar()
        .globalHeader("commit")
        .directory("d", 0755)
        .file("d/file", "x".repeat(600))
        .file("d/" + "long".repeat(40), "long")
        .file("é", "é")
        .symbolicLink("d/link", "../é")
        .hardLink("again", "d/file")
        .pax(Map.of("mtime", "1.5", "path", "renamed"), "x", "x");
  }

  private void addRandom(TestTar tar) {
    switch (random.nextInt(8)) {
      case 0 -> tar.directory(name(), 0700 | random.nextInt(0100));
      case 1 -> tar.symbolicLink(name(), random.nextInt(9) == 0 ? "/etc" : name());
      case 2 -> tar.hardLink(name(), name());
      case 3 -> tar.file(name(), random.nextInt(9) == 0 ? 04755 : 0600, "x");
      case 4 ->
          tar.link(
              name(), (byte) (random.nextInt(12) == 0 ? 'A' + random.nextInt(20) : '2'), name());
      case 5 -> tar.special(name(), random.nextInt(9) == 0 ? TarConstants.LF_FIFO : (byte) '0');
      default -> tar.file(name(), Integer.toString(random.nextInt(3)));
    }
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    String[] segments = {"a", "b", "c", "..", ".", "dd", "é", "a", "b", "c", "a", "b", "c"};
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      name.append(segments[random.nextInt(segments.length)]).append(count > 1 ? "/" : "");
    }
    return name.toString();
  }
}
