package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that must not get anywhere near the target. */
class HostileArchiveTest {
  @TempDir Path directory;

  private Path target;
  private TargetDirectory updates;
  private Map<String, String> before;

  @BeforeEach
  void open() throws IOException {
    target = directory.resolve("site");
    updates = TargetDirectory.open(target, TreeOptions.defaults().withDurable(false));
    updates.commit(updates.stage(new TestTar().file("a", "1").file("sub/b", "2").source()));
    Files.writeString(directory.resolve("secret"), "secret");
    before = Snapshot.of(directory);
  }

  @AfterEach
  void nothingWasTouched() throws IOException {
    updates.close();
    assertThat(Snapshot.of(directory).keySet()).containsExactlyElementsOf(before.keySet());
    assertThat(Snapshot.of(directory)).isEqualTo(before);
  }

  static Stream<Arguments> members() {
    return Stream.of(
        refused(tar().file("/etc/passwd", ""), "/etc/passwd", "the name is absolute"),
        refused(tar().file("../x", ""), "../x", "the name contains '..'"),
        refused(tar().file("sub/../../x", ""), "sub/../../x", "the name contains '..'"),
        refused(tar().special("dev", TarConstants.LF_CHR), "dev", "it is a device; leave it out"),
        refused(tar().special("dev", TarConstants.LF_BLK), "dev", "it is a device; leave it out"),
        refused(tar().special("pipe", TarConstants.LF_FIFO), "pipe", "it is a FIFO; leave it out"),
        refused(
            tar().special("odd", (byte) 'Z'), "odd", "it is of the unknown type 'Z'; leave it out"),
        refused(
            tar().file("su", 04755, ""),
            "su",
            "it has the setuid or setgid bit; clear it with chmod ug-s"),
        refused(
            tar().directory("sg", 02755),
            "sg/",
            "it has the setuid or setgid bit; clear it with chmod ug-s"),
        refused(tar().file("x", "1").file("x", "2"), "x", "the name comes twice"),
        refused(tar().file("x", "1").file("./x", "2"), "./x", "the name comes twice"),
        refused(tar().directory("d", 0755).directory("d", 0700), "d/", "the name comes twice"),
        refused(
            tar().file("x", "1").file("x/y", "2"),
            "x/y",
            "it lies below 'x', which is not a directory"),
        refused(
            tar().file("x/y", "1").file("x", "2"),
            "x",
            "other members lie below it, and it is not a directory"),
        refused(
            tar().symbolicLink("out", "sub").file("out/y", "2"),
            "out/y",
            "it lies below 'out', which is not a directory"),
        refused(tar().symbolicLink("out", ".."), "out", outside("..")),
        refused(tar().symbolicLink("out", "../secret"), "out", outside("../secret")),
        refused(tar().symbolicLink("out", "/etc/passwd"), "out", outside("/etc/passwd")),
        refused(tar().symbolicLink("a/b/out", "../../../x"), "a/b/out", outside("../../../x")),
        // Through a link to a shallower directory this would lead out.
        refused(
            tar().symbolicLink("p/q/up", "../..").symbolicLink("out", "p/q/up/../x"),
            "out",
            outside("p/q/up/../x")),
        refused(tar().hardLink("h", "../secret"), "../secret", "the name contains '..'"),
        refused(tar().hardLink("h", "/etc/passwd"), "/etc/passwd", "the name is absolute"),
        refused(
            tar().hardLink("h", "a"),
            "h",
            "it is a hard link to 'a', which is not a regular file that came before it"),
        refused(
            tar().symbolicLink("s", "a").hardLink("h", "s"),
            "h",
            "it is a hard link to 's', which is not a regular file that came before it"),
        refused(
            tar().file(".ostler/lock", ""),
            ".ostler/lock",
            "the name .ostler is reserved for the update's own use"),
        refused(
            tar().pax(Map.of("path", "a\0b"), "x", ""),
            "a\\u0000b",
            "a name contains a NUL character"),
        refused(tar().file("a\uFFFDb", ""), "a\uFFFDb", "a name is not valid UTF-8"),
        refused(
            tar().file("x".repeat(1025), ""),
            "x".repeat(200) + "…",
            "a name is longer than 1024 bytes"),
        refused(
            tar().file("d/".repeat(32) + "x", ""),
            "d/".repeat(32) + "x",
            "it lies deeper than 32 directories"));
  }

  private static TestTar tar() {
    return new TestTar().file("fine", "fine");
  }

  private static String outside(String text) {
    return "it is a symbolic link that can lead out of the target, to '"
        + text
        + "'; only links inside the target are kept, with '..' at the start of the text only";
  }

  private static Arguments refused(TestTar tar, String name, String why) {
    return Arguments.of(tar.bytes(), name, why);
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("members")
  void memberIsRefusedByName(byte[] archive, String name, String why) {
    assertThatThrownBy(() -> updates.stage(TestTar.source(archive)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cannot use member '%s' of site.tar: %s", name, why);
  }

  @Test
  void archiveCutAnywhereIsRefused() {
    byte[] archive = new TestTar().file("a", "x".repeat(700)).file("b", "2").bytes();
    // Two headers, content of three blocks; then the end marker, whose first block suffices.
    for (int length = 0; length < 5 * 512 + 512; length++) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThatThrownBy(() -> updates.stage(TestTar.source(cut)))
          .as("cut after %d bytes", length)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("cannot stage site.tar for " + target + ": ");
    }
  }

  @Test
  void archiveWithoutEndMarkerIsRefused() {
    byte[] cut = Arrays.copyOf(new TestTar().file("a", "\0".repeat(512)).bytes(), 1024);
    assertThatThrownBy(() -> updates.stage(TestTar.source(cut)))
        .hasMessage(
            "cannot stage site.tar for %s: it is cut off: its end marker is missing", target);
  }

  @Test
  void cutGzipIsRefused() {
    byte[] archive = new TestTar().file("a", "content").gzip();
    for (int length = 0; length < archive.length; length++) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThatThrownBy(() -> updates.stage(TestTar.source(cut)))
          .as("cut after %d bytes", length)
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void wrongChecksumIsRefused() {
    byte[] archive = new TestTar().file("first", "1").bytes();
    archive[0]++;
    assertThatThrownBy(() -> updates.stage(TestTar.source(archive)))
        .hasMessage(
            "cannot stage site.tar for %s: it is not a tar archive, or damaged: wrong checksum at"
                + " 'girst'",
            target);
  }

  @Test
  void nameThatIsNotUtf8IsRefused() {
    byte[] archive = new TestTar().gnu().file("name", "1").bytes();
    // The checksum sums bytes up: one more here, one less there.
    archive[1] = (byte) 0xc0;
    archive[2] -= (byte) (0xc0 - 'a');
    assertThatThrownBy(() -> updates.stage(TestTar.source(archive)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "cannot stage site.tar for %s: a name is not valid UTF-8: ", target);
  }

  @Test
  void zerosAfterTheEndArePadding() throws IOException {
    byte[] archive = new TestTar().file("a", "1").file("sub/b", "2").bytes();
    assertThat(updates.stage(TestTar.source(Arrays.copyOf(archive, 100_000))).report().isEmpty())
        .isTrue();
  }

  @Test
  void anythingElseAfterTheEndIsRefused() {
    byte[] archive = Arrays.copyOf(new TestTar().file("a", "1").bytes(), 100_000);
    archive[99_999] = 1;
    assertThatThrownBy(() -> updates.stage(TestTar.source(archive)))
        .hasMessage(
            "cannot stage site.tar for %s: something other than padding follows its end marker",
            target);
  }

  @Test
  void compressionBombIsRefused() throws IOException {
    byte[] bomb = gzipOfZeros(64 << 20);
    assertThat(bomb).hasSizeLessThan(1 << 17);
    assertThatThrownBy(() -> updates.stage(TestTar.source(bomb)))
        .hasMessage(
            "cannot stage site.tar for %s: it unpacks to more than 200 times its packed size",
            target);
  }

  private static byte[] gzipOfZeros(int size) throws IOException {
    byte[] header = new TestTar().file("zeros", "").bytes();
    // The size field, and its share in the checksum: rebuilt by an entry of that size.
    var entry = TestTar.entry("zeros", TarConstants.LF_NORMAL, 0644);
    entry.setSize(size);
    entry.writeEntryHeader(header);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(header, 0, 512);
      gzip.write(new byte[size]);
      gzip.write(new byte[1024]);
    }
    return packed.toByteArray();
  }

  @Test
  void sparseFileIsRefused() {
    byte[] archive =
        new TestTar()
            .pax(Map.of("GNU.sparse.major", "1", "GNU.sparse.realsize", "9"), "holes", "0\n")
            .bytes();
    assertThatThrownBy(() -> updates.stage(TestTar.source(archive)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void limitsAreKept() {
    requireRefused(
        new ArchiveLimits(2, 1 << 20, 1 << 20, 100, 9, 9),
        "cannot use member 'c' of site.tar: there are more than 2 members");
    requireRefused(
        new ArchiveLimits(9, 2000, 1 << 20, 100, 9, 9),
        "cannot stage site.tar for %s: it unpacks to more than 2000 bytes".formatted(target));
    requireRefused(
        new ArchiveLimits(9, 1 << 20, 4, 100, 9, 9),
        "cannot use member 'c' of site.tar: its 5 bytes exceed the limit of 4");
  }

  @Test
  void directoriesThatNamesImplyCountAsMembers() {
    requireRefused(
        new TestTar().file("a/b/c", "1").file("d/e/f", "2").bytes(),
        new ArchiveLimits(5, 1 << 20, 1 << 20, 100, 9, 9),
        "cannot use member 'd/e/f' of site.tar: there are more than 5 members");
  }

  private void requireRefused(ArchiveLimits limits, String message) {
    byte[] archive = new TestTar().file("a", "1").file("b", "2").file("c", "12345").bytes();
    requireRefused(archive, limits, message);
  }

  private void requireRefused(byte[] archive, ArchiveLimits limits, String message) {
    updates.close();
    try (TargetDirectory limited =
        TargetDirectory.open(target, TreeOptions.defaults().withLimits(limits))) {
      assertThatThrownBy(() -> limited.stage(TestTar.source(archive, limits)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(message);
    } catch (ConfigurationException refused) {
      throw new AssertionError(refused);
    }
  }

  @Test
  void hugeHeaderIsRefused() {
    byte[] archive = new TestTar().pax(Map.of("comment", "x".repeat(2 << 20)), "x", "").bytes();
    assertThatThrownBy(() -> updates.stage(TestTar.source(archive)))
        .hasMessage(
            "cannot stage site.tar for %s: one of its headers is larger than 1048576 bytes",
            target);
  }

  @Test
  void otherCompressionIsNamed() {
    assertThatThrownBy(
            () -> updates.stage(TestTar.source("BZh91AY".getBytes(StandardCharsets.UTF_8))))
        .hasMessage(
            "cannot stage site.tar for %s: it is packed with xz or bzip2; pack it with gzip or"
                + " zstd",
            target);
  }
}
