package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hand that is closed while it turns. */
class HourHandTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);

  private static final Window NIGHT = Window.parse("22:00-06:00");

  private final List<Runnable> turns = new ArrayList<>();
  private final List<Schedule.Hour> told = new ArrayList<>();
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable turn, long delay, TimeUnit unit) {
          turns.add(turn);
          return super.schedule(turn, delay, unit);
        }
      };

  @AfterEach
  void close() {
    timers.shutdownNow();
  }

  @Test
  void handThatWasAboutToTurnWhenItWasClosedTurnsNoMore() {
    HourHand hand = new HourHand(timers, NOON, told::add);
    hand.follow(new Schedule(ZoneOffset.UTC, List.of(), List.of(NIGHT)));
    hand.close();
    turns.getFirst().run();

    assertThat(turns).hasSize(1);
    assertThat(told).hasSize(1);
  }
}
