package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plan as reviewers read it. */
class PlanMarkdownTest {
  @Test
  void changesAreATableAndStepsAreFoldedAway() {
    Plan plan =
        new Plan(
            "shop",
            List.of(
                new Plan.Item(
                    "web1",
                    "proxy",
                    Plan.Action.REPLACE,
                    List.of("image differs"),
                    List.of(new FieldChange("image", "haproxy:2.9", "haproxy:3.0")),
                    List.of(new Step.Stop(new Step.Ref("a", "proxy")))),
                new Plan.Item("web1", "db", Plan.Action.NOTHING, List.of(), List.of(), List.of())),
            Map.of("web2", "no answer"));

    assertThat(PlanMarkdown.of(plan))
        .isEqualTo(
            """
            ### fleet shop: 1 to replace, 1 unchanged, 1 host unknown

            **web1**

            - **replace** `proxy`

              | field | now | then |
              |---|---|---|
              | `image` | `haproxy:2.9` | `haproxy:3.0` |

              <details><summary>1 step</summary>

              1. stop proxy

              </details>


            **web2** is unknown, so nothing is changed there: no answer\
            """);
  }

  @Test
  void sizesAreShownAsFilesHaveThem() {
    assertThat(new FieldChange("mem_limit", "67108864", "1610612736"))
        .hasToString("mem_limit: 64MiB -> 1536MiB");
    assertThat(new FieldChange("mem_limit", "", "1000")).hasToString("mem_limit: (none) -> 1000");
    assertThat(new FieldChange("labels.size", "1024", "2048"))
        .hasToString("labels.size: 1024 -> 2048");
  }

  @Test
  void valuesCannotBreakOut() {
    Plan plan =
        new Plan(
            "shop",
            List.of(
                new Plan.Item(
                    "web1",
                    "web",
                    Plan.Action.UPDATE,
                    List.of("<b>"),
                    List.of(new FieldChange("labels.x", "a|`b`\nc", "")),
                    List.of())),
            Map.of());

    assertThat(PlanMarkdown.of(plan))
        .contains("because \\<b\\>")
        .contains("| `labels.x` | `a\\|'b'\\nc` | `(none)` |");
  }
}
