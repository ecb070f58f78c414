package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.fleet.FleetEvent;
import dev.ostler.fleet.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people see while hosts are changed. */
class FleetScreenTest {
  private static final long SECOND = 1_000_000_000;
  private static final Step START = new Step.Start(new Step.Ref("a", "web"));

  private final FleetScreen screen = new FleetScreen(new FleetScreen.Look(false, true), 3, 0);

  @Test
  void whatGoesOnHasALineAndWhatHasEndedStays() {
    assertThat(screen.accept(new FleetEvent.Begun("web1", "web", START), 0)).isEmpty();
    assertThat(screen.accept(new FleetEvent.Begun("web10", "web", START), 0)).isEmpty();

    List<String> stays =
        screen.accept(new FleetEvent.Done("web1", "web", Duration.ofSeconds(2)), 2 * SECOND);

    assertThat(stays).containsExactly("ok web1  web   done in 2.0 s");
    assertThat(screen.lines(3 * SECOND, 80, 24))
        .containsExactly(
            "- web10  web  start web  3.0 s", "######.............. 1 of 3, 1 at work, 3.0 s");
  }

  @Test
  void pullTellsHowFarItIs() {
    screen.accept(new FleetEvent.Begun("web1", "web", new Step.EnsureImage("web:1")), 0);
    screen.accept(new FleetEvent.Pulling("web1", "web", 45), SECOND);

    assertThat(screen.lines(SECOND, 80, 24).getFirst())
        .isEqualTo("- web1  web  fetch the image: 45%  1.0 s");
  }

  @Test
  void failureStaysWithTheLastWordsOfTheContainer() {
    screen.accept(new FleetEvent.Begun("web1", "web", START), 0);

    List<String> stays =
        screen.accept(
            new FleetEvent.Failed("web1", "web", "it ended", List.of("no database")), SECOND);

    assertThat(stays).containsExactly("!! web1  web  it ended", "    | no database");
    assertThat(screen.lines(SECOND, 80, 24))
        .containsExactly("######.............. 1 of 3, 1 failed, 1.0 s");
    assertThat(screen.end(2 * SECOND)).isEqualTo("1 of 3 ended in 2.0 s, 1 failed");
  }

  @Test
  void noMoreLinesAndNoLongerOnesThanFit() {
    for (int i = 0; i < 50; i++) {
      screen.accept(new FleetEvent.Begun("a-host-with-a-long-name" + i, "web", START), 0);
    }

    assertThat(screen.lines(SECOND, 40, 10))
        .hasSize(9)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
  }
}
