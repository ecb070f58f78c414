package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  @TempDir private Path folder;

  /*
   * A layer, a link to it as engines before 25 save it, and a compressed one; no manifest. Docker
   * 20.10 calls the image by the first of the names below when it has loaded this, Docker 29, which
   * keeps images in containerd, by the second.
   */
  private static final String OLD =
      """
      H4sIAAAAAAACA+3bPW/TQAAGYAuEVGWhsDIQeeBLyPHZZzvJhITYOiG2KKBz7i5xcezKdir6kYkNhv4ExASdgAV1
      ABaUCSKQAIlfwIJAAiEhhPiwHRXaCNEpbgrvM+RyZ/su0eW1M9yxis+WRKQlLFImRU/ZlOZlaqw06Ja2UTtJXy2l
      rCsF6MXZV9cLGWsKtSMhEi9oT3KMv89/fnT7/OsOdXTMfxE6wvfDkgIAAAAAAAAAAAAAAAAAAAAAAAB7TCtb+am1
      lyc5xk7r/4hFxtf/mcTE+r8iHL0+k5f79r8bktLVM7MHnq/HpbW7g8PPWvdul0vz72+8OvX6+OzqnS+Pfww+XT75
      tfr5w7n15TersjdsfdtYezTsXjs2OPjg/sPG2ycbt27Ovfg486v370+PHHp50VdOIGjTmv8wkF5bm4/DYNfybxnG
      +PpvolPkvwgrKotaHS8RraQXCbVeVlmX21Q9XVbDOKv6XtC7klVHv5S0aUU92+Vp2VCTqCfUZj89GIVhIuP8YLK0
      kPeT7yuIsyu5J+Ulj8f5NXGHGZZdr8maYC43hSWFIyV1mU0sXuOm5FVHZzVKuOFWCRUmNe0qqTFuVW23Ki0qHemY
      TtbvFHbV7Pf31vx3WeBJESeTvAPs+Py3nfH8U8tA/ovQSNO8GWx1y8MgC8V5sRBeYO1RbsM48UWkecEi8z1eCX1e
      J2ozPWtulPPsHPZ7M1F2vbu9uvlXMw1JEw/eKeHu+v6vP7wnhmE5StnQtAqb9Of7z/MPAAAAAAAAAAAAAAD/np+T
      tQMlAFAAAA==
      """;

  private static final String TO_DOCKER_20 =
      "sha256:024bfc45d544a89defa39bfd743032ad3dff1796fc68a834e0d66f9fafc9b660";
  private static final String TO_DOCKER_29 =
      "sha256:4ec4e3ba93c3c47608cb730c3ff60f733a8f00f3f75b892f5bf0b3ec551bdc97";

  @Test
  void imageOfAnOldArchiveIsKnownAsEnginesOfBothKindsNameIt() throws Exception {
    Path file = folder.resolve("old.tar");
    byte[] packed = Base64.getMimeDecoder().decode(OLD);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      Files.copy(in, file);
    }

    ImageArchive archive = ImageArchive.of(file);

    assertThat(archive.id()).isEqualTo(TO_DOCKER_20);
    assertThat(archive.isKnownAs(TO_DOCKER_20)).isTrue();
    assertThat(archive.isKnownAs(TO_DOCKER_29)).isTrue();
    assertThat(archive.isKnownAs("sha256:abc")).isFalse();
  }

  @Test
  void imageIsKnownByItsConfigurationAndItsManifestAsNewEnginesSaveIt() throws Exception {
    Path file =
        archive(
            Map.of(
                "manifest.json", "[{\"Config\":\"blobs/sha256/abc\"}]",
                "index.json", "{\"manifests\":[{\"digest\":\"sha256:def\"}]}",
                "blobs/sha256/abc", "{}"));

    ImageArchive archive = ImageArchive.of(file);

    assertThat(archive.isKnownAs("sha256:def")).isTrue();
    assertThat(archive.isKnownAs(archive.id())).isTrue();
    assertThat(archive.isKnownAs("sha256:abc")).isFalse();
  }

  @Test
  void archiveWithoutItsConfigurationIsRefused() throws Exception {
    Path file = archive(Map.of("manifest.json", "[{\"Config\":\"abc.json\"}]"));

    assertThatThrownBy(() -> ImageArchive.of(file)).hasMessage("the archive has no abc.json");
  }

  @Test
  void archiveOfSeveralImagesIsRefused() throws Exception {
    Path file =
        archive(Map.of("manifest.json", "[{\"Config\":\"a.json\"},{\"Config\":\"b.json\"}]"));

    assertThatThrownBy(() -> ImageArchive.of(file))
        .hasMessage("an archive must have one image, got 2 in " + file);
  }

  private Path archive(Map<String, String> files) throws IOException {
    Path file = folder.resolve("web.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> one : files.entrySet()) {
        byte[] bytes = one.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(one.getKey());
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }
}
