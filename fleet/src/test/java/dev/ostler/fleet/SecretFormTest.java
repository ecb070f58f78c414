package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ostler.configuration.Secret;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where secrets of a file come from. */
class SecretFormTest {
  @TempDir private Path folder;

  @Test
  void secretIsTheTextOrWhatAFileOrACommandHas() throws Exception {
    Files.writeString(folder.resolve("key"), "in a file\n");

    Workload web =
        web(
            """
            secrets:
              TEXT: as it is
              FILE: {file: key}
              COMMAND: {command: [printf, "by a %s\\n", command]}
            files: {/key: {secret: {command: [echo, of a file]}}}
            """);

    assertThat(web.secrets())
        .containsEntry("TEXT", Secret.of("as it is"))
        .containsEntry("FILE", Secret.of("in a file"))
        .containsEntry("COMMAND", Secret.of("by a command"));
    assertThat(web.files().getFirst().content()).isEqualTo(FileContent.of("of a file"));
  }

  @Test
  void passwordsOfRegistriesComeFromCommandsToo() throws Exception {
    write("registries: {r.example.com: {user: me, password: {command: [echo, open]}}}\n");

    Fleet fleet = FleetFile.read(file());

    assertThat(fleet.registries().get("r.example.com").password()).isEqualTo("open");
  }

  @Test
  void commandIsAskedOnce() throws Exception {
    String command = "{command: [sh, -c, \"echo asked >>%s; echo x\"]}".formatted(asked());

    web("secrets: {A: %s, B: %s}\n".formatted(command, command));

    assertThat(asked()).hasContent("asked");
  }

  @Test
  void commandIsNotAskedIfTheFileIsWrong() throws Exception {
    write(
        "containers: {web: {on: a, image: \"web:1\", imag: x, secrets: {A: {command: [touch, %s]}}}}"
            .formatted(asked()));

    Throwable e = catchThrowable(() -> FleetFile.read(file()));

    assertThat(e).hasMessageContaining("imag");
    assertThat(asked()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[sh, -c, echo sentinel; echo sentinel >&2; exit 3] | it ended with status 3",
        "['true']                                           | it wrote nothing",
        "[printf, 'sentinel\\377']                          | it is not text in UTF-8",
        "[no-such-program]                                  | it is not on the PATH, or cannot be run"
      })
  void commandThatGivesNoneIsNamedWithoutItsOutput(String command, String why) throws Exception {
    write(
        "containers: {web: {on: a, image: \"web:1\", secrets: {A: {command: %s}}}}"
            .formatted(command));

    Throwable e = catchThrowable(() -> FleetFile.read(file()));

    assertThat(e)
        .hasMessageStartingWith("cannot take a secret from the command [")
        .hasMessageEndingWith("]: " + why + "; run it by hand to see why");
    assertThat(e.getCause()).hasMessage(why);
  }

  @Test
  @Timeout(20)
  void commandThatTakesTooLongIsEndedWithAllThatItBegan() throws Exception {
    write(
        """
        containers:
          web:
            on: a
            image: web:1
            secrets: {A: {command: [sh, -c, "sleep 1000 & sleep 1000"], within: 1s}}
        """);

    Throwable e = catchThrowable(() -> FleetFile.read(file()));

    assertThat(e)
        .hasMessage(
            "cannot take a secret from the command [sh, -c, sleep 1000 & sleep 1000]: it takes"
                + " longer than 1 s; run it by hand to see why");
    Eventually.await("nothing of it is left", () -> !isThere("sleep 1000"));
  }

  private static boolean isThere(String words) {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine().stream())
        .anyMatch(line -> line.contains(words));
  }

  @Test
  void whatIsNoneIsRefusedAtItsPlace() throws Exception {
    write(
        """
        containers:
          web:
            on: a
            image: web:1
            secrets:
              A: {env: OSTLER_NO_SUCH_VARIABLE}
              B: {file: none}
              C: {comand: [x]}
              D: {command: []}
        """);

    Throwable e = catchThrowable(() -> FleetFile.read(file()));

    assertThat(e)
        .hasMessage(
            """
            FILE:7:16: containers.web.secrets.A.env: the variable OSTLER_NO_SUCH_VARIABLE is not set; set it
            FILE:8:10: containers.web.secrets.B: cannot read the secret in FOLDER/none: it is not there
            FILE:9:11: containers.web.secrets.C.comand: found an unknown key; did you mean 'command'
            FILE:10:20: containers.web.secrets.D.command: found an empty list, expected one that is not empty\
            """
                .replace("FILE", file().toString())
                .replace("FOLDER", folder.toString()));
  }

  private Path asked() {
    return folder.resolve("asked");
  }

  private Path file() {
    return folder.resolve("fleet.yaml");
  }

  private Workload web(String more) throws Exception {
    write("containers:\n  web:\n    on: a\n    image: web:1\n" + more.indent(4));
    return FleetFile.read(file()).workload("web").orElseThrow();
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), "hosts: {a: {ssh: x}}\n" + text);
  }
}
