package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page that browsers show meanwhile. */
class WakePageTest {
  private static String page(AppPhase phase, String stage, Optional<Observation.Failed> trouble) {
    return page(phase, false, stage, trouble);
  }

  private static String page(
      AppPhase phase, boolean barred, String stage, Optional<Observation.Failed> trouble) {
    WakeEvent event = new WakeEvent("1-1", WakeEvent.Kind.STAGE, stage, Instant.EPOCH);
    return new WakePage(Theme.builtIn()::text, "/.ostler/")
        .of(
            new AppView(
                "shop",
                phase,
                barred,
                0,
                0,
                List.of(event),
                Duration.ofSeconds(3),
                trouble,
                Optional.empty(),
                Optional.empty(),
                java.util.Map.of(),
                true,
                Schedule.Hour.FREE,
                History.Past.NONE),
            "nonce");
  }

  @Test
  void everythingThatIsSaidIsText() {
    String page =
        page(AppPhase.WAKING, "<script>alert(1)</script> {{nonce}} 100% & 'x'", Optional.empty());

    assertThat(page)
        .contains(
            "<li>&#60;script&#62;alert(1)&#60;/script&#62; &#123;&#123;nonce&#125;&#125; 100%"
                + " &#38; &#39;x&#39;</li>")
        .doesNotContain("<script>alert", "{{");
  }

  private static History.Wake wake(int millis, Optional<String> failure) {
    return new History.Wake(Instant.EPOCH, History.By.VISITOR, Duration.ofMillis(millis), failure);
  }

  private static String waking(History.Wake... before) {
    return new WakePage(Theme.builtIn()::text, "/.ostler/")
        .of(
            new AppView(
                "shop",
                AppPhase.WAKING,
                false,
                0,
                0,
                List.of(),
                Duration.ofMillis(3900),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                true,
                Schedule.Hour.FREE,
                new History.Past(List.of(before), Duration.ZERO, List.of())),
            "nonce");
  }

  @Test
  void itSaysHowLongWakesUsuallyTakeAndNotHowLongFailuresDid() {
    String page =
        waking(
            wake(90_000, Optional.of("no")),
            wake(9_000, Optional.empty()),
            wake(4_200, Optional.empty()),
            wake(100, Optional.empty()));

    assertThat(page).contains("it answers. Usually that takes 4 s. <span id=\"clock\"></span>");
    assertThat(waking(wake(100, Optional.empty()))).contains(" Usually that takes 1 s. ");
    assertThat(waking(wake(90_000, Optional.of("no")))).doesNotContain("Usually");
    assertThat(waking()).contains("it answers. <span").doesNotContain("Usually");
  }

  @Test
  void itsClockGoesOnFromWhenTheWakeBegan() {
    assertThat(waking()).contains(" data-elapsed=\"3\" ");
  }

  @Test
  void withoutScriptsItIsLoadedAgain() {
    assertThat(page(AppPhase.WAKING, "starting", Optional.empty()))
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"4\"></noscript>");
  }

  @Test
  void failureSaysItsReasonAndIsNotLoadedAgainByItself() {
    String page =
        page(
            AppPhase.FAILED,
            "starting",
            Optional.of(new Observation.Failed("web ended with status 3", List.of("secret"))));

    assertThat(page)
        .contains("shop cannot be started", "<p id=\"reason\">web ended with status 3</p>")
        .doesNotContain("http-equiv=\"refresh\"", "secret");
  }

  @Test
  void barredAppIsSaidToBeNoneThatIsWoken() {
    assertThat(page(AppPhase.RESTING, true, "", Optional.empty()))
        .contains(
            "<h1 id=\"headline\">shop is not to be woken</h1>",
            "<p id=\"reason\">whoever looks after it does not want it to be woken</p>");
  }

  @Test
  void barredAppThatAPersonWakesIsSaidToBeWoken() {
    assertThat(page(AppPhase.WAKING, true, "starting", Optional.empty()))
        .contains("<h1 id=\"headline\">shop is being woken</h1>", "<p id=\"reason\"></p>");
  }
}
