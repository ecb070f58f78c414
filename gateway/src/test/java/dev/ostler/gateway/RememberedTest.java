package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What outlasts the gateway. */
class RememberedTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Remembered keptAwake(Instant until) {
    return new Remembered(false, 0, Optional.empty(), Optional.of(until), 0, History.Past.NONE);
  }

  @Test
  void timeThatIsLeftIsWhatItIsKeptAwakeFor() {
    assertThat(keptAwake(NOW.plusSeconds(60)).inputs(NOW))
        .containsExactly(
            new AppInput.Remembered(false, 0, Optional.empty()),
            new AppInput.KeptAwake(Duration.ofSeconds(60)));
  }

  @Test
  void timeThatIsOverIsNone() {
    assertThat(keptAwake(NOW).inputs(NOW))
        .containsExactly(new AppInput.Remembered(false, 0, Optional.empty()));
  }

  @Test
  void timeThatNobodyCanHaveSetIsCutOff() {
    assertThat(keptAwake(Instant.MAX).inputs(NOW))
        .contains(new AppInput.KeptAwake(Duration.ofDays(30)));
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    Remembered app =
        new Remembered(
            true,
            4,
            Optional.of("web ended with \"3\" <b>"),
            Optional.of(NOW),
            42,
            new History.Past(
                List.of(
                    new History.Wake(
                        NOW, History.By.SCHEDULE, Duration.ofMillis(1234), Optional.of("why")),
                    new History.Wake(
                        NOW, History.By.VISITOR, Duration.ofSeconds(2), Optional.empty())),
                Duration.ofHours(30),
                List.of(new History.Spell(AppPhase.RESTING, NOW))));
    String text = JsonText.of(RememberedJson.of(app));

    assertThat(RememberedJson.read(KubernetesJson.object(text).orElseThrow())).isEqualTo(app);
  }

  @Test
  void fileOfAFormerVersionTellsOfNoFailures() {
    String text =
        """
        {"barred":true,"trouble":"web ended","last_wake":7,"rested":"PT0S","wakes":[],"spells":[]}\
        """;

    assertThat(RememberedJson.read(KubernetesJson.object(text).orElseThrow()))
        .isEqualTo(
            new Remembered(
                true, 0, Optional.of("web ended"), Optional.empty(), 7, History.Past.NONE));
  }

  @Test
  void longReasonsAndOldSpellsAreCutOff() {
    List<History.Spell> spells =
        IntStream.range(0, 500)
            .mapToObj(i -> new History.Spell(AppPhase.AWAKE, NOW.plusSeconds(i)))
            .toList();
    Map<String, Object> json =
        RememberedJson.of(
            new Remembered(
                false,
                0,
                Optional.of("x".repeat(100_000)),
                Optional.empty(),
                0,
                new History.Past(List.of(), Duration.ZERO, spells)));
    Remembered read = RememberedJson.read(json);

    assertThat(read.trouble().orElseThrow()).hasSize(1003).endsWith("xxx...");
    assertThat(read.past().spells()).isEqualTo(spells.subList(300, 500));
  }
}
