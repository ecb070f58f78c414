package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Reference;
import dev.ostler.testing.GeneratedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is written from the records. */
class FleetFileReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/fleet-file.md");
  private static final String HEAD =
      """
      # The file of `ostler fleet`

      Written from the code by `mvn test -pl fleet -am -Dtest=FleetFileReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true`; a change by hand does not last.

      `ostler check FILE` says everything that is wrong with a file, `ostler schema fleet` prints its JSON Schema for editors. Values are YAML 1.2. Unknown keys are refused. What Compose knows has Compose's name. [The guide](../guide/fleet.md) shows whole files.

      - A **duration** is `500ms`, `30s`, `5m`, `1h30m`; a **size** is a number of bytes, or `10MiB`, `2GB`, or `512m` as Compose has it (b, k, m, g: powers of 1024).
      - A relative **path** starts from the folder of the file.
      - A **secret** is `{env: NAME}`, `{file: PATH}`, `{command: [PROGRAM, ARGUMENT...]}` or, for trying, the text itself.
      - `${NAME}` in a value is the variable's value, and must be set; `${NAME:-default}` need not be. `$$` is one dollar sign.
      """;

  @Test
  void pageIsUpToDate() {
    GeneratedFile.requireUpToDate(PAGE, HEAD + Reference.of(FleetForm.class));
  }

  @Test
  void everyKeyIsDescribed() {
    assertThat(Reference.of(FleetForm.class).lines().filter(line -> line.startsWith("| `")))
        .isNotEmpty()
        .noneMatch(line -> line.endsWith("|  |"));
  }

  @Test
  void schemaHasTheWordsOfCompose() {
    assertThat(FleetFile.schema())
        .contains("\"stop_grace_period\"", "\"pull_policy\"", "\"onChange\"", "\"canary\"");
  }
}
