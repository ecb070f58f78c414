package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
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

  /** Asks {@code build-tools.sh} on another system, with no program but those it is given. */
  private static final String BUILDING_ELSEWHERE =
      """
      for folder in /usr/lib/jvm /opt/java /opt/jdk* /usr/java; do
        [ ! -d $folder ] || [ -n "$4" ] || mount -t tmpfs none $folder
      done
      mount --bind "$1" /etc/os-release
      env -i PATH="$2" JAVA_HOME="$4" sh -c '
        root=$1; . $root/cli/src/launcher/build-tools.sh; find_build_tools ./verify
      ' sh "$3" 2>&1 || echo "status $?"
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

  private String building(String release, String javaHome) throws IOException {
    Path system = Files.writeString(scratch.resolve("os-release"), release + "\n");
    Path programs = Files.createDirectory(scratch.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("sh"), Path.of("/bin/sh"));
    return Tool.run(
        "unshare",
        "--mount",
        "sh",
        "-ec",
        BUILDING_ELSEWHERE,
        "sh",
        system.toString(),
        programs.toString(),
        CHECKOUT.toString(),
        javaHome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ID=debian | run 'sudo apt-get install openjdk-25-jdk-headless' (Debian 13 with backports, or newer), or unpack a JDK 25 under /usr/lib/jvm",
        "ID=ubuntu | run 'sudo apt-get install openjdk-25-jdk-headless', or set JAVA_HOME",
        "ID=elsewhere | install one, or set JAVA_HOME",
      })
  @Needs({RealPart.ROOT, RealPart.UNSHARE})
  void whereNoJdkIsTheBuildSaysHowToGetIt(String release, String remedy) throws Exception {
    assertThat(building(release, ""))
        .isEqualTo(
            "./verify: cannot find JDK 25 or newer in JAVA_HOME, in the usual folders or on PATH; "
                + remedy
                + "\nstatus 69");
  }

  /** A runtime runs Ostler, but compiles nothing. */
  @Test
  void javaWithoutACompilerDoesNotBuild() throws Exception {
    Path runtime = scratch.resolve("runtime");
    Files.createDirectories(runtime.resolve("bin"));
    Files.createSymbolicLink(
        runtime.resolve("bin/java"), Path.of(System.getProperty("java.home"), "bin/java"));
    Files.writeString(runtime.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    String asked =
        ". %s/cli/src/launcher/find-java.sh; find_java /nowhere && echo found $java_home;"
                .formatted(CHECKOUT)
            + " find_java /nowhere jdk || explain_no_java ./verify jdk 2>&1";

    assertThat(Tool.run("env", "OSTLER_JAVA_HOME=" + runtime, "sh", "-c", asked))
        .isEqualTo(
            "found %s\n./verify: cannot find JDK 25 or newer in OSTLER_JAVA_HOME, which is '%s';"
                    .formatted(runtime, runtime)
                + " correct or unset it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ID=debian | run 'sudo apt-get install maven'",
        "ID=ubuntu | run 'sudo apt-get install maven'",
        "ID=fedora | run 'sudo dnf install maven'",
        "ID_LIKE=rhel | run 'sudo dnf install maven'",
        "ID_LIKE=suse | run 'sudo zypper install maven'",
        "ID=arch | run 'sudo pacman -S maven'",
        "ID=elsewhere | install Maven 3.8.7 or newer",
      })
  @Needs({RealPart.ROOT, RealPart.UNSHARE})
  void whereNoMavenIsTheBuildSaysHowToGetItThere(String release, String remedy) throws Exception {
    assertThat(building(release, System.getProperty("java.home")))
        .isEqualTo("./verify: cannot find Maven (mvn) on PATH; " + remedy + "\nstatus 69");
  }

  @Test
  @Needs({RealPart.ROOT, RealPart.UNSHARE})
  void machineWithoutProcIsSaid() {
    String script = "umount -l /proc; \"$1\" version 2>&1 || echo \"status $?\"";

    assertThat(Tool.run("unshare", "--mount", "sh", "-c", script, "sh", LAUNCHER.toString()))
        .isEqualTo(
            "ostler: cannot start without /proc: mount it, as by 'mount -t proc proc /proc'\n"
                + "status 69");
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
