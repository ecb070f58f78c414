package dev.ostler.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files that are meant for something else. */
class OtherFormatsTest {
  private final Configuration<Stage> stages = Configuration.of(Stage.class);

  @OtherFormats({"cargo: found a ship", "wings: found an aeroplane; it flies"})
  record Stage(@Required List<String> horses, Optional<String> name, Map<String, Integer> seats) {}

  @Test
  void fileOfAnotherFormatIsAnsweredOnce() {
    assertThat(problems("name: a\ncrew: [b]\nwings: 2\nseats: none\n"))
        .isEqualTo("f:3:1: wings: found an aeroplane; it flies");
  }

  @Test
  void firstOfSeveralOtherFormatsCounts() {
    assertThat(problems("wings: 2\ncargo: tea\n")).isEqualTo("f:2:1: cargo: found a ship");
  }

  @Test
  void fileWithAKeyThatIsRequiredIsOfThisFormat() {
    assertThat(problems("horses: [a]\ncargo: tea\nname: []\n"))
        .isEqualTo(
            """
            f:2:1: cargo: found an unknown key, expected horses, name or seats
            f:3:7: name: found a list, expected a text\
            """);
  }

  private String problems(String text) {
    return String.valueOf(
        catchThrowableOfType(InvalidConfigurationException.class, () -> stages.read("f", text))
            .getMessage());
  }
}
