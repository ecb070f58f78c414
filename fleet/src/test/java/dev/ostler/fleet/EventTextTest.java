package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The lines that programs read: what is in them is promised. */
class EventTextTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Step START = new Step.Start(new Step.Ref("abc", "web"));

  @Test
  void everyEventHasItsKindItsTimeAndItsPlace() {
    List<FleetEvent> events =
        List.of(
            new FleetEvent.Begun("a", "web", START),
            new FleetEvent.Finished("a", "web", START, Duration.ofMillis(412)),
            new FleetEvent.Pulling("a", "web", 45),
            new FleetEvent.Failed("a", "web", "it ended", List.of("no database")),
            new FleetEvent.RolledBack("a", "web", 3, true),
            new FleetEvent.Skipped("a", "web", "others failed"),
            new FleetEvent.LeftOver("a", "web", "device or resource busy"),
            new FleetEvent.Done("a", "web", Duration.ofSeconds(2)));

    assertThat(events.stream().map(event -> EventText.json(event, TIME)))
        .containsExactly(
            line("begun", "\"step\":\"start web\""),
            line("finished", "\"step\":\"start web\",\"milliseconds\":412"),
            line("pulling", "\"percent\":45"),
            line("failed", "\"reason\":\"it ended\",\"output\":[\"no database\"]"),
            line("rolled back", "\"generation\":3,\"running\":true"),
            line("skipped", "\"reason\":\"others failed\""),
            line("left over", "\"reason\":\"device or resource busy\""),
            line("done", "\"milliseconds\":2000"));
  }

  private static String line(String event, String rest) {
    return "{\"event\":\"%s\",\"time\":\"2026-01-02T03:04:05.678Z\",\"host\":\"a\",\"container\":\"web\",%s}"
        .formatted(event, rest);
  }

  @Test
  void resultSaysWhatCameOfAContainer() {
    Report.Result result = new Report.Result("a", "web", Report.Status.TAKEN_BACK, "others failed");

    assertThat(EventText.json(result))
        .isEqualTo(
            "{\"event\":\"result\",\"host\":\"a\",\"container\":\"web\",\"status\":\"taken back\",\"reason\":\"others failed\"}");
  }

  @Test
  void containerThatWasSeenSaysWhatItIs() {
    Checked.Seen seen =
        new Checked.Seen("a", "web", "abc", "web", 2, ContainerState.RUNNING, "web:1");

    assertThat(EventText.json(seen))
        .isEqualTo(
            "{\"event\":\"container\",\"host\":\"a\",\"container\":\"web\",\"name\":\"web\",\"generation\":2,\"state\":\"running\",\"image\":\"web:1\"}");
  }

  @Test
  void whatComesFromHostsSaysItsKind() {
    List<Stream> streams =
        List.of(
            new Stream.Line("a", "web", true, "no \"database\""),
            new Stream.Happened("a", "web", TIME, "die", OptionalInt.of(1)),
            new Stream.Ended("a", "web", 3),
            new Stream.Broken("a", "it does not answer"));

    assertThat(streams.stream().map(EventText::json))
        .containsExactly(
            "{\"event\":\"line\",\"host\":\"a\",\"container\":\"web\",\"stream\":\"stderr\",\"line\":\"no \\\"database\\\"\"}",
            "{\"event\":\"happened\",\"host\":\"a\",\"container\":\"web\",\"time\":\"2026-01-02T03:04:05.678Z\",\"action\":\"die\",\"status\":1}",
            "{\"event\":\"ended\",\"host\":\"a\",\"container\":\"web\",\"status\":3}",
            "{\"event\":\"broken\",\"host\":\"a\",\"reason\":\"it does not answer\"}");
  }

  @Test
  void planBeginsWithItsVersionAndOstlers() {
    Plan plan = new World("a").plan(new World("a").fleet(World.web("image:1", "a"))).plan();

    assertThat(PlanText.json(plan, "0.1.0"))
        .isEqualTo(
            "{\"event\":\"plan\",\"ostler\":\"0.1.0\",\"version\":1,\"fleet\":\"f\",\"items\":[{\"host\":\"a\",\"container\":\"web\",\"action\":\"create\",\"reasons\":[\"it is not there\"],\"steps\":[\"have image image:1 ready\",\"create web (generation 1)\",\"start web\",\"wait until web works\"]}],\"unknown\":{}}");
  }
}
