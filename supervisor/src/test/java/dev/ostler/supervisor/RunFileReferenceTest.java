package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Reference;
import dev.ostler.configuration.Schema;
import dev.ostler.testing.GeneratedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is written from the records. */
class RunFileReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/run-file.md");
  private static final String HEAD =
      """
      # The file of `ostler run`

      Written from the code by `mvn test -pl supervisor -am -Dtest=RunFileReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true`; a change by hand does not last.

      `ostler check FILE` says everything that is wrong with a file, `ostler schema run` prints its JSON Schema for editors. Values are YAML 1.2: `no` is a text where a text is expected, and only `true` and `false` are truth values. Unknown keys are refused.

      - A **duration** is `500ms`, `30s`, `5m`, `1h30m`; a **size** is a number of bytes, or `10MiB`, `2GB`.
      - A relative **path** starts from the folder of the file.
      - `${NAME}` in a value is the variable's value, and must be set; `${NAME:-default}` need not be. `$$` is one dollar sign.
      """;

  @Test
  void pageIsUpToDate() {
    GeneratedFile.requireUpToDate(PAGE, HEAD + Reference.of(RunFile.class));
  }

  @Test
  void everyKeyIsDescribed() {
    assertThat(Reference.of(RunFile.class).lines().filter(line -> line.startsWith("| `")))
        .isNotEmpty()
        .noneMatch(line -> line.endsWith("|  |"));
  }

  @Test
  void schemaIsThatOfTheRunFile() {
    assertThat(Schema.of(RunFile.class))
        .contains("\"processes\"", "\"keepIf\"", "\"oomScore\"", "\"on-failure\"");
  }
}
