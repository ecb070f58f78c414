package dev.ostler.fleet;

import dev.ostler.engine.UnixDialer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** An image of BusyBox alone, in the engine that tests use. */
final class SmallImage {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String[] APPLETS = {
    "sh", "sleep", "cat", "stat", "echo", "chmod", "chown", "httpd", "kill", "true", "false", "rm",
    "mkdir", "rmdir"
  };

  private SmallImage() {}

  /** Where the engine is. */
  static UnixDialer dialer() {
    return new UnixDialer(Path.of(address().substring("unix://".length())));
  }

  static String address() {
    return Optional.ofNullable(System.getenv("OSTLER_TEST_DOCKER_HOST"))
        .orElse("unix:///var/run/docker.sock");
  }

  /** Returns its ID; who calls removes it. */
  static String load() throws IOException, InterruptedException {
    Process docker = docker("import", "-");
    try (OutputStream to = docker.getOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(to)) {
      add(tar, "bin/busybox", Files.readAllBytes(BUSYBOX), 0755);
      for (String applet : APPLETS) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      add(tar, "etc/passwd", bytes("root:x:0:0::/:/bin/sh\nweb:x:1234:1235::/:/bin/sh\n"), 0644);
      add(tar, "etc/group", bytes("root:x:0:\nweb:x:1235:\n"), 0644);
    }
    return said(docker);
  }

  static void remove(String image) throws IOException, InterruptedException {
    said(docker("rmi", "--force", image));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] bytes, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static Process docker(String... words) throws IOException {
    String[] command = new String[words.length + 3];
    command[0] = "docker";
    command[1] = "--host";
    command[2] = address();
    System.arraycopy(words, 0, command, 3, words.length);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String said(Process docker) throws IOException, InterruptedException {
    String said =
        new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!docker.waitFor(1, TimeUnit.MINUTES) || docker.exitValue() != 0) {
      throw new AssertionError("docker: " + said);
    }
    return said;
  }
}
