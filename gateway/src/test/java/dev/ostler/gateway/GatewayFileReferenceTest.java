package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.configuration.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is written from the records. */
class GatewayFileReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/gateway-file.md");
  private static final String REGENERATE = "ostler.regenerate";
  private static final String HEAD =
      """
      # The file of `ostler gateway`

      Written from the code by `mvn test -pl gateway -am -Dtest=GatewayFileReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true`; a change by hand does not last.

      `ostler gateway --check FILE` says everything that is wrong with a file, `ostler schema gateway` prints its JSON Schema for editors. Values are YAML 1.2; unknown keys are refused. What it is for: [the guide](../guide/gateway.md).

      - A **duration** is `500ms`, `30s`, `5m`, `1h30m`.
      - A relative **path** starts from the folder of the file.
      - `${NAME}` in a value is the variable's value, and must be set; `${NAME:-default}` need not be. `$$` is one dollar sign.
      """;

  @Test
  void pageIsUpToDate() throws IOException {
    String page = HEAD + Reference.of(GatewayFile.class);
    if (Boolean.getBoolean(REGENERATE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("written anew with -Dostler.regenerate=true, see the page itself")
        .isEqualTo(page);
  }

  @Test
  void everyKeyIsDescribed() {
    assertThat(Reference.of(GatewayFile.class).lines().filter(line -> line.startsWith("| `")))
        .isNotEmpty()
        .noneMatch(line -> line.endsWith("|  |"));
  }
}
