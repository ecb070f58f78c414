package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  @TempDir private Path folder;

  @Test
  void imageIsKnownByItsConfigurationAsOldEnginesSaveIt() throws Exception {
    Path file =
        archive(Map.of("manifest.json", "[{\"Config\":\"abc.json\",\"RepoTags\":[\"web:1\"]}]"));

    assertThat(ImageArchive.of(file).ids()).containsExactly("sha256:abc");
  }

  @Test
  void imageIsKnownByItsManifestTooAsNewEnginesSaveIt() throws Exception {
    Path file =
        archive(
            Map.of(
                "manifest.json", "[{\"Config\":\"blobs/sha256/abc\"}]",
                "index.json", "{\"manifests\":[{\"digest\":\"sha256:def\"}]}"));

    assertThat(ImageArchive.of(file).ids()).containsExactly("sha256:abc", "sha256:def");
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
