package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launchers say on machines that lack what they need. */
class LauncherMessagesIT {
  private static final Path LAUNCHER = OstlerCommand.home().resolve("bin/ostler");
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  /** Hides every Java of this machine, and has it be another. */
  private static final String ELSEWHERE =
      """
      for folder in /usr/lib/jvm /opt/java /opt/jdk* /usr/java; do
        [ ! -d $folder ] || mount -t tmpfs none $folder
      done
      mount --bind "$1" /etc/os-release
      env -i PATH=/usr/bin:/bin "$2" version 2>&1 || echo "status $?"
      """;

  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ID=ubuntu | run 'sudo apt-get install openjdk-25-jdk-headless', or set JAVA_HOME",
        "ID=fedora | run 'sudo dnf install java-25-openjdk-devel', or set JAVA_HOME",
        "ID_LIKE=rhel | run 'sudo dnf install java-25-openjdk-devel', or set JAVA_HOME",
        "ID_LIKE=suse | run 'sudo zypper install java-25-openjdk-devel', or set JAVA_HOME",
        "ID=arch | run 'sudo pacman -S jdk25-openjdk', or set JAVA_HOME",
        "ID=alpine | Alpine's musl is not supported, use a system with glibc such as Debian or Fedora",
        "ID=elsewhere | install one, or set JAVA_HOME",
      })
  @Needs({RealPart.ROOT, RealPart.UNSHARE})
  void whereNoJavaIsTheLauncherSaysHowToGetIt(String release, String remedy) throws Exception {
    Path system = Files.writeString(scratch.resolve("os-release"), release + "\n");

    assertThat(
            Tool.run(
                "unshare",
                "--mount",
                "sh",
                "-ec",
                ELSEWHERE,
                "sh",
                system.toString(),
                LAUNCHER.toString()))
        .isEqualTo(
            "ostler: cannot find Java 25 or newer in JAVA_HOME, in the usual folders or on PATH; "
                + remedy
                + "\nstatus 69");
  }

  @Test
  void javaThatIsNamedAndIsNoneHasNoSubstitute() {
    assertThat(
            Tool.run(
                "sh",
                "-c",
                "OSTLER_JAVA_HOME=/nowhere " + LAUNCHER + " version 2>&1 || echo \"status $?\""))
        .isEqualTo(
            "ostler: cannot find Java 25 or newer in OSTLER_JAVA_HOME, which is '/nowhere';"
                + " correct or unset it\nstatus 69");
  }

  @Test
  void currentFolderThatIsGoneIsSaid() {
    String said =
        Tool.run(
            "sh",
            "-c",
            "mkdir \"$1\"; cd \"$1\"; rmdir \"$1\"; \"$2\" version 2>&1 || echo \"status $?\"",
            "sh",
            scratch.resolve("gone").toString(),
            LAUNCHER.toString());

    assertThat(said)
        .endsWith( // behind what the shell itself says of it
            "ostler: cannot start in the current folder: it has been deleted; change into one that"
                + " is there\nstatus 1");
  }

  @Test
  void whereNoMavenIsTheBuildSaysHowToGetIt() throws Exception {
    Path programs = Files.createDirectory(scratch.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("sh"), Path.of("/bin/sh"));
    String asked =
        "root=%s; . $root/cli/src/launcher/build-tools.sh; find_build_tools ./verify"
            .formatted(CHECKOUT);

    String said =
        Tool.run(
            "sh",
            "-c",
            "env -i PATH=%s JAVA_HOME=%s sh -c '%s' 2>&1 || echo \"status $?\""
                .formatted(programs, System.getProperty("java.home"), asked));

    assertThat(said)
        .startsWith("./verify: cannot find Maven (mvn) on PATH; ")
        .endsWith("\nstatus 69");
  }
}
