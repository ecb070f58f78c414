package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written for those whose programs read what the gateway says. */
class OutputReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/output.md");
  private static final AppView FAILED =
      new AppView(
          "shop",
          AppPhase.FAILED,
          false,
          0,
          0,
          List.of(),
          Duration.ZERO,
          Optional.of(new Observation.Failed("web ended with status 3", List.of("no database"))),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          true,
          Schedule.Hour.FREE,
          History.Past.NONE);

  /** The names in the first columns below a heading. */
  static List<String> fields(String heading) throws Exception {
    return Files.readString(PAGE)
        .transform(page -> page.substring(page.indexOf(heading) + heading.length()))
        .lines()
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf(" | ")))
        .flatMap(names -> Pattern.compile("`(\\w+)`").matcher(names).results())
        .map(name -> name.group(1))
        .toList();
  }

  @Test
  void allFieldsOfAnAppAreExplainedAndNoOthers() throws Exception {
    assertThat(fields("\n## apps, wake, idle, explain\n"))
        .containsExactlyInAnyOrderElementsOf(ViewJson.ofOperator(FAILED).keySet());
  }
}
