package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those are told of a wake who come late, or from elsewhere. */
class WakeStoryTest {
  private static final long NOW = 1_000_000;

  private final WakeStory story = at(NOW, 0);

  private static WakeStory at(long now, long lastEpoch) {
    Clock wall = Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC);
    return new WakeStory(new Timepiece(wall, () -> 0), lastEpoch);
  }

  private void tell(String... stages) {
    for (String stage : stages) {
      story.add(WakeEvent.Kind.STAGE, stage);
    }
  }

  private static List<String> texts(WakeStory.Missed missed) {
    List<WakeEvent> events =
        switch (missed) {
          case WakeStory.Missed.Steps(List<WakeEvent> steps) -> steps;
          case WakeStory.Missed.All(String _, List<WakeEvent> all) -> all;
        };
    return events.stream().map(WakeEvent::text).toList();
  }

  @Test
  void whoComesAgainIsToldWhatHeHasNotSeenAndNothingElse() {
    story.begin();
    tell("one", "two", "three");

    assertThat(story.after("1000001-1"))
        .isInstanceOf(WakeStory.Missed.Steps.class)
        .satisfies(missed -> assertThat(texts(missed)).containsExactly("two", "three"));
    assertThat(texts(story.after("1000001-3"))).isEmpty();
  }

  @Test
  void idsRiseFromWakeToWakeAndOverALifeWhoseClockWasAhead() {
    story.begin();
    long first = story.epoch();
    story.begin();

    assertThat(story.epoch()).isGreaterThan(first);
    assertThat(at(NOW, NOW + 5000).epoch()).isEqualTo(NOW + 5001);
  }

  @Test
  void whoWasToldByAnotherGatewayIsGivenAllByAnIdThatIsHigherThanHis() {
    story.begin();
    tell("one", "two");
    String his = (NOW + 500) + "-7";

    assertThat(story.after(his))
        .isEqualTo(new WakeStory.Missed.All((NOW + 501) + "-2", story.events()));
    tell("three");
    assertThat(story.events().getLast().id()).isEqualTo((NOW + 501) + "-3");
    assertThat(texts(story.after((NOW + 501) + "-2"))).containsExactly("three");
    assertThat(texts(story.after((NOW + 1) + "-1"))).containsExactly("two", "three");
  }

  @Test
  void idsThatNoClockGivesRaiseNothing() {
    story.begin();
    tell("one");
    long before = story.epoch();

    for (String made : List.of(Long.MAX_VALUE + "-1", "x", "-", "-5-5", "1-99999999999", "1-1")) {
      assertThat(texts(story.after(made))).containsExactly("one");
    }
    assertThat(story.epoch()).isEqualTo(before);
  }

  @Test
  void whoMakesIdsUpRaisesThemAFewTimesOnly() {
    story.begin();
    for (int i = 0; i < 100; i++) {
      story.after((story.epoch() + 1) + "-1");
    }

    assertThat(story.epoch()).isLessThan(NOW + 100);
  }

  @Test
  void stepsThatWereGivenUpAreNotToldAgain() {
    story.begin();
    for (int i = 1; i <= WakeStory.MOST + 10; i++) {
      tell("step " + i);
    }

    assertThat(texts(story.after(story.epoch() + "-5"))).startsWith("step 12").hasSize(199);
  }
}
