package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RootFileSystem;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Installs into a root file system of its own, which has the C library and BusyBox. */
@Needs({RealPart.DPKG, RealPart.ROOT, RealPart.UNSHARE, RealPart.BUSYBOX})
class DebianPackageIT {
  private static final String PACKAGE = new DebianPackage(Built.RELEASE).file().toString();

  private static final String ENTER =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      root=$1
      shift
      mount --bind /dev/null "$root/dev/null"
      mount -t proc proc "$root/proc"
      exec env -i PATH=/usr/bin:/bin "$(command -v chroot)" "$root" "$@"
      """;

  private final RootFileSystem files = RootFileSystem.bare();
  private final Path root = files.folder();

  @BeforeEach
  void prepare() throws IOException {
    files.withLibrariesOf(Built.RELEASE.folder().resolve("runtime/lib/server/libjvm.so"));
    Files.createDirectories(root.resolve("proc"));
    Files.createFile(Files.createDirectories(root.resolve("dev")).resolve("null"));
    Path state = Files.createDirectories(root.resolve("var/lib/dpkg"));
    Files.createDirectories(state.resolve("updates"));
    Files.createDirectories(state.resolve("info"));
    Files.writeString(
        state.resolve("status"),
        """
        Package: libc6
        Status: install ok installed
        Version: 2.36-9
        Architecture: %s
        Maintainer: this test
        Description: is there

        """
            .formatted(Tool.run("dpkg", "--print-architecture")));
  }

  @AfterEach
  void remove() {
    files.delete();
  }

  @Test
  void installedItRunsAndIsFoundByItsName() {
    dpkg("--install", PACKAGE);

    assertThat(inside("ostler", "version")).isEqualTo("ostler " + Built.RELEASE.version());
    assertThat(inside("ostler", "run", "--", "sh", "-c", "echo $PPID")).isEqualTo("1");
  }

  @Test
  void installedItTakesItsCaches() throws IOException {
    dpkg("--install", PACKAGE);
    Path java =
        Built.strictJava(
            Path.of("/usr/lib/ostler/runtime"), Files.createDirectory(root.resolve("strict")));

    String command =
        "OSTLER_JAVA_HOME=/%s %s=ostler-command.aot ostler run -- echo hello"
            .formatted(root.relativize(java), Built.CACHE);
    assertThat(inside("sh", "-c", command)).isEqualTo("hello");
  }

  @Test
  void guideIsRight() throws IOException {
    List<String> commands = Built.guide("sh debian").lines().toList();
    assertThat(commands).hasSize(2);

    Tool.run(
        "sh",
        "-ec",
        commands
            .getFirst()
            .replace("sudo dpkg", "dpkg --root=" + root)
            .replace("ostler_0.1.0_amd64.deb", PACKAGE));

    assertThat(inside("sh", "-c", commands.getLast()))
        .isEqualTo("ostler " + Built.RELEASE.version());
  }

  @Test
  void installedItHasTheFilesThatItsPackageLists() {
    dpkg("--install", PACKAGE);

    assertThat(dpkg("--verify", "ostler")).isEmpty();
    assertThat(dpkg("--listfiles", "ostler").lines())
        .contains(
            "/usr/bin/ostler",
            "/usr/bin/ostler-health",
            "/usr/lib/ostler/bin/ostler",
            "/usr/lib/ostler/runtime/bin/java",
            "/usr/share/bash-completion/completions/ostler",
            "/usr/share/fish/vendor_completions.d/ostler.fish",
            "/usr/share/man/man5/ostler-run-file.5",
            "/usr/share/zsh/vendor-completions/_ostler",
            "/usr/share/doc/ostler/copyright");
  }

  @Test
  void purgedNothingOfItIsLeft() throws IOException {
    List<Path> before = below("usr");

    dpkg("--install", PACKAGE);
    dpkg("--purge", "ostler");

    assertThat(below("usr")).isEqualTo(before);
  }

  private List<Path> below(String folder) throws IOException {
    return Trees.below(root.resolve(folder));
  }

  private String dpkg(String... words) {
    List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + root));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }

  /** As the first process of this file system, where no Java but its own is. */
  private String inside(String... words) {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child"));
    command.addAll(List.of("sh", "-c", ENTER, "sh", root.toString()));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }
}
