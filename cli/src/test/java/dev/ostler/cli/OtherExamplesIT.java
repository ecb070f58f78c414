package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are no whole blocks of a document: in a help text, in scripts, parts of files. */
class OtherExamplesIT {
  private static final Path PICTURES = Path.of("../docs/pictures").toAbsolutePath();
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("(?ms)^cat >(\\S+) <<END\n(.*?)^END$");

  @TempDir Path folder;

  private Result check(Path file) {
    return OstlerCommand.of("check", file.toString())
        .with("PATH", folder + ":/usr/bin:/bin")
        .in(folder)
        .run();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Notes how it is called, and says something. */
  private void program(String name) throws IOException {
    Path program = write(name, "#!/bin/sh\necho \"$0 $*\" >>asked\necho secret\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void fileInTheHelpOfRunIsAccepted() throws Exception {
    String help = Help.of(List.of("run"));
    int begin = help.indexOf("  processes:\n");
    program("nginx");
    Path file =
        write("run.yaml", help.substring(begin, help.indexOf("\n\n", begin)).stripIndent() + "\n");

    assertThat(check(file)).isEqualTo(new Result(0, file + ": run file, 1 process\n", ""));
  }

  @Test
  void filesBehindThePicturesOfPagesAreAccepted() throws Exception {
    Matcher files = HERE_DOCUMENT.matcher(Files.readString(PICTURES.resolve("pages")));

    while (files.find()) {
      Result result = check(write(files.group(1), files.group(2)));

      assertThat(result.errors()).isEmpty();
      assertThat(result.status()).isZero();
    }
    assertThat(folder).isDirectoryContaining("glob:**run.yaml");
    assertThat(folder).isDirectoryContaining("glob:**gateway.yaml");
  }

  @Test
  void secretsOfTheGuideToFleetsAreAskedForAndAccepted() throws Exception {
    GuideBlock secrets =
        GuideBlock.of(Path.of("../docs/guide/fleet.md").toRealPath()).stream()
            .filter(block -> block.kind().equals("yaml part"))
            .findFirst()
            .orElseThrow();
    program("pass");
    program("vault");

    Result result =
        check(
            write(
                "fleet.yaml",
                """
                hosts: {here: {engine: "unix:///run/docker.sock"}}
                containers:
                  shop:
                    on: here
                    image: shop:1
                """
                    + secrets.text().indent(4)));

    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(folder.resolve("asked"))
        .content()
        .contains("/pass show shop/db\n", "/vault read -field=key secret/shop\n");
  }

  @Test
  @Needs(RealPart.PYTHON)
  void recorderShowsWhatACommandHasWrittenAsAPicture() throws Exception {
    Path picture = folder.resolve("picture.svg");

    Tool.run(
        PICTURES.resolve("record").toString(),
        picture.toString(),
        "sh",
        "-c",
        "printf '\\033[36mresting\\033[0m'; sleep 0.1; printf '\\rawake\\033[K\\n'");

    assertThat(picture)
        .content()
        .startsWith("<svg ")
        .endsWith("</svg>\n")
        .contains(">resting</text>", ">awake</text>", "<animate ");
  }
}
