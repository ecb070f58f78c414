package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page for those who look after the apps says. */
class StatusPageTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:30:00Z");

  private static AppView view(String name, AppPhase phase, History.Past past, String trouble) {
    return new AppView(
        name,
        phase,
        false,
        2,
        0,
        List.of(),
        Duration.ZERO,
        trouble.isEmpty()
            ? Optional.empty()
            : Optional.of(new Observation.Failed(trouble, List.of("a line that is secret"))),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        true,
        Schedule.Hour.FREE,
        past);
  }

  private static History.Past past(String failure) {
    return new History.Past(
        List.of(
            new History.Wake(
                NOW.minusSeconds(3600),
                History.By.VISITOR,
                Duration.ofMillis(2500),
                failure.isEmpty() ? Optional.empty() : Optional.of(failure))),
        Duration.ofMinutes(90),
        List.of(
            new History.Spell(AppPhase.RESTING, NOW.minus(Duration.ofHours(30))),
            new History.Spell(AppPhase.WAKING, NOW.minusSeconds(3600)),
            new History.Spell(AppPhase.AWAKE, NOW.minusSeconds(3598))));
  }

  private static String page(AppView... views) {
    return StatusPage.of(List.of(views), NOW, "nonce");
  }

  @Test
  void itSaysWhatRestsWhoWokeItHowLongThatTookAndWhatWasSaved() {
    String page =
        page(
            view("blog", AppPhase.RESTING, History.Past.NONE, ""),
            view("shop", AppPhase.AWAKE, past(""), ""));

    assertThat(page)
        .contains("<h1>1 of 2 rests, 1:30 h saved</h1>", "As of 2026-11-20 12:30 UTC.")
        .contains(
            """
            <tr><th scope="row">blog</th><td>rests</td><td class="number">2</td><td>not yet</td>\
            <td class="number"></td><td class="number">0:00 h</td></tr>
            """)
        .contains(
            """
            <tr><th scope="row">shop</th><td>awake</td><td class="number">2</td>\
            <td>2026-11-20 11:30, by a visitor</td><td class="number">2.5 s</td>\
            <td class="number">1:30 h</td></tr>
            """)
        .contains(
            """
            <tr><td>2026-11-20 11:30</td><th scope="row">shop</th><td>by a visitor</td>\
            <td class="number">2.5 s</td><td>well</td></tr>
            """);
  }

  @Test
  void theDayIsPlottedAsFarAsItIsKnown() {
    String plot = StatusPlots.day(List.of(view("shop", AppPhase.AWAKE, past(""), "")), NOW);

    assertThat(plot)
        .contains("<rect class=\"resting\" x=\"180.0\" y=\"11\" width=\"766.7\" height=\"4\"/>")
        .contains("<rect class=\"waking\" x=\"946.7\" y=\"7\" width=\"1.0\" height=\"12\"/>")
        .contains("<rect class=\"awake\" x=\"946.7\" y=\"4\" width=\"33.3\" height=\"18\"/>")
        .contains(">12:00</text>", ">16:00</text>");
  }

  @Test
  void whatFailedSaysWhyAndHasAMarkButNoEvidence() {
    String page = page(view("shop", AppPhase.FAILED, past("no <image>"), "no <image>"));

    assertThat(page)
        .contains("<span class=\"failed\">failed: no &#60;image&#62;</span>")
        .contains("<span class=\"note\">no &#60;image&#62;</span>")
        .contains("<path class=\"failed\" d=\"M180.0 ")
        .doesNotContain("secret");
  }

  @Test
  void nothingOfANameIsTakenForAnythingButText() {
    assertThat(page(view("<b>{{nonce}}", AppPhase.AWAKE, past(""), "")))
        .contains("&#60;b&#62;&#123;&#123;nonce&#125;&#125;")
        .doesNotContain("<b>", "{{", "style=");
  }

  @Test
  void fewBytesAreEnough() {
    assertThat(page(view("shop", AppPhase.AWAKE, past(""), "")).length()).isLessThan(10_000);
  }
}
