package dev.ostler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A small image with BusyBox, as an archive that engines load. */
public final class TestImage {
  /** Its name. */
  public static final String NAME = "localhost/ostler-test:1";

  /** What it runs: nothing, for long. */
  public static final List<String> COMMAND = List.of("sleep", "1000");

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of("sh", "sleep", "cat", "echo", "true", "false", "ls", "stat", "id", "env");

  private TestImage() {}

  /**
   * Builds it.
   *
   * @return the archive
   */
  public static byte[] archive() throws IOException {
    byte[] layer = layer();
    byte[] config =
        Json.bytes(
            Map.of(
                "architecture",
                "amd64",
                "os",
                "linux",
                "config",
                Map.of("Cmd", COMMAND, "Env", List.of("PATH=/bin")),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of("sha256:" + hash(layer)))));
    String configName = hash(config) + ".json";
    byte[] manifest =
        Json.bytes(
            List.of(
                Map.of(
                    "Config", configName,
                    "RepoTags", List.of(NAME),
                    "Layers", List.of("layer.tar"))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter archive = new ArchiveWriter(out)) {
      add(archive, "layer.tar", 0644, layer);
      add(archive, configName, 0644, config);
      add(archive, "manifest.json", 0644, manifest);
    }
    return out.toByteArray();
  }

  private static byte[] layer() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter layer = new ArchiveWriter(out)) {
      for (String directory : List.of("bin", "etc", "tmp")) {
        layer.add(FileEntry.directory(directory, 0755));
      }
      add(layer, "bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
      for (String applet : APPLETS) {
        layer.add(FileEntry.symbolicLink("bin/" + applet, "busybox"));
      }
      add(layer, "etc/passwd", 0644, "root:x:0:0::/:/bin/sh\n".getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private static void add(ArchiveWriter archive, String path, int mode, byte[] content)
      throws IOException {
    archive.add(FileEntry.file(path, mode, content.length), new ByteArrayInputStream(content));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
