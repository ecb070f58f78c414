package dev.ostler.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a format. */
class ReferenceTest {
  private final List<Reference.Section> sections = Reference.sections(Journey.class);

  record Journey(String name, @Required List<Stage> stages, @Default("1") int wheels) {}

  @OneOf({"road", "river"})
  record Stage(Optional<String> road, Optional<String> river, @Required List<String> horses) {}

  @Test
  void keysThatMustBeThereAreToldFromThoseThatNeedNot() {
    assertThat(section("").keys())
        .filteredOn(Reference.Entry::required)
        .extracting(Reference.Entry::name)
        .containsExactly("name", "stages");
    assertThat(section("stages[]").keys())
        .filteredOn(Reference.Entry::required)
        .extracting(Reference.Entry::name)
        .containsExactly("horses");
  }

  @Test
  void keysOfWhichOneMustBeThereAreNamed() {
    assertThat(section("stages[]").purpose()).isEqualTo("Exactly one of road or river is required");
  }

  private Reference.Section section(String path) {
    return sections.stream()
        .filter(section -> section.path().equals(path))
        .findFirst()
        .orElseThrow();
  }
}
