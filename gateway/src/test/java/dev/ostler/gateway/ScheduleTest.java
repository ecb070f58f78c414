package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.gateway.Schedule.Hour;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the clock on the wall says of apps. */
class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Schedule OFFICE =
      new Schedule(
          BERLIN,
          List.of(Window.parse("Mon-Fri 07:00-19:00")),
          List.of(Window.parse("22:00-06:00")));

  private static Hour at(Schedule schedule, String local) {
    return schedule.at(LocalDateTime.parse(local).atZone(BERLIN).toInstant());
  }

  @Test
  void windowsBeginWithTheirFirstMinuteAndEndBeforeTheirLast() {
    assertThat(at(OFFICE, "2026-11-20T06:59:59")).isEqualTo(Hour.FREE); // a Friday
    assertThat(at(OFFICE, "2026-11-20T07:00:00")).isEqualTo(Hour.AWAKE);
    assertThat(at(OFFICE, "2026-11-20T18:59:59")).isEqualTo(Hour.AWAKE);
    assertThat(at(OFFICE, "2026-11-20T19:00:00")).isEqualTo(Hour.FREE);
    assertThat(at(OFFICE, "2026-11-21T12:00:00")).isEqualTo(Hour.FREE);
  }

  @Test
  void windowMayCrossMidnightAndBelongsToTheDayOnWhichItBegins() {
    Schedule party = new Schedule(BERLIN, List.of(Window.parse("Fri 22:00-06:00")), List.of());

    assertThat(at(OFFICE, "2026-11-21T03:00:00")).isEqualTo(Hour.REST);
    assertThat(at(party, "2026-11-21T05:59:00")).isEqualTo(Hour.AWAKE); // Saturday morning
    assertThat(at(party, "2026-11-20T05:59:00")).isEqualTo(Hour.FREE); // Friday morning
  }

  @Test
  void wholeDaysAndListsOfDays() {
    Schedule weekend =
        new Schedule(BERLIN, List.of(), List.of(Window.parse("Sat,Sun 00:00-24:00")));
    Schedule overWeekend =
        new Schedule(BERLIN, List.of(), List.of(Window.parse("Sat-Mon 10:00-11:00")));

    assertThat(at(weekend, "2026-11-22T23:59:59")).isEqualTo(Hour.REST);
    assertThat(at(weekend, "2026-11-23T00:00:00")).isEqualTo(Hour.FREE);
    assertThat(at(overWeekend, "2026-11-23T10:30:00")).isEqualTo(Hour.REST);
    assertThat(at(overWeekend, "2026-11-24T10:30:00")).isEqualTo(Hour.FREE);
  }

  @Test
  void whereBothCoverAwakeCounts() {
    Schedule both =
        new Schedule(
            BERLIN, List.of(Window.parse("12:00-13:00")), List.of(Window.parse("00:00-24:00")));

    assertThat(at(both, "2026-11-20T12:30:00")).isEqualTo(Hour.AWAKE);
    assertThat(at(both, "2026-11-20T13:30:00")).isEqualTo(Hour.REST);
  }

  @Test
  void nightInWhichTheClockIsPutForwardIsAnHourShorter() {
    Schedule night = new Schedule(BERLIN, List.of(Window.parse("01:00-04:00")), List.of());
    Instant begin = Instant.parse("2026-03-29T00:00:00Z"); // 01:00, before the change

    assertThat(night.at(begin)).isEqualTo(Hour.AWAKE);
    assertThat(night.nextChange(begin)).hasValue(Instant.parse("2026-03-29T02:00:00Z"));
  }

  @Test
  void nightInWhichTheClockIsPutBackIsAnHourLonger() {
    Schedule night = new Schedule(BERLIN, List.of(Window.parse("01:00-04:00")), List.of());
    Instant begin = Instant.parse("2026-10-24T23:00:00Z"); // 01:00, before the change

    assertThat(night.at(begin)).isEqualTo(Hour.AWAKE);
    assertThat(night.nextChange(begin)).hasValue(Instant.parse("2026-10-25T03:00:00Z"));
  }

  @Test
  void timeThatTheClockSkipsIsTheOneAfterIt() {
    Schedule skipped = new Schedule(BERLIN, List.of(Window.parse("02:30-05:00")), List.of());

    assertThat(skipped.at(Instant.parse("2026-03-29T01:29:59Z"))).isEqualTo(Hour.FREE);
    assertThat(skipped.at(Instant.parse("2026-03-29T01:30:00Z"))).isEqualTo(Hour.AWAKE); // 03:30
  }

  @Test
  void nextChangeIsTheNearestOfAllWindows() {
    Instant friday = LocalDateTime.parse("2026-11-20T20:00:00").atZone(BERLIN).toInstant();

    assertThat(OFFICE.nextChange(friday))
        .hasValue(LocalDateTime.parse("2026-11-20T22:00:00").atZone(BERLIN).toInstant());
    assertThat(Schedule.NONE.nextChange(friday)).isEmpty();
  }

  @Test
  void windowThatIsNoneIsRefused() {
    for (String text :
        List.of("07:00", "Mon 7-19", "Mo-Fr 07:00-19:00", "Mon Fri 07:00-19:00", "25:00-26:00")) {
      assertThatThrownBy(() -> Window.parse(text))
          .hasMessage("found '" + text + "', expected a window such as Mon-Fri 07:00-19:00");
    }
  }
}
