package dev.ostler.entrypoint;

import java.time.Duration;
import java.util.PriorityQueue;

/** The time of a {@link FakeEntrypoint}, which goes by when the test says so, and its alarms. */
final class FakeClock {
  private record Ringing(Duration time, long number, FakeAlarm alarm)
      implements Comparable<Ringing> {
    @Override
    public int compareTo(Ringing other) {
      int byTime = time.compareTo(other.time);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  private final class FakeAlarm implements Alarm {
    @Override
    public void cancel() {
      alarms.removeIf(ringing -> ringing.alarm() == this);
      entrypoint.forget(event -> event instanceof AlarmRang rang && equals(rang.alarm()));
    }
  }

  private final FakeEntrypoint entrypoint;
  private final PriorityQueue<Ringing> alarms = new PriorityQueue<>();
  private Duration now = Duration.ZERO;
  private long lastAlarm;

  FakeClock(FakeEntrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  Duration now() {
    return now;
  }

  void advance(Duration time) {
    now = now.plus(time);
    for (Ringing first = alarms.peek();
        first != null && first.time().compareTo(now) <= 0;
        first = alarms.peek()) {
      alarms.remove();
      entrypoint.report(new AlarmRang(first.alarm()));
    }
  }

  Alarm alarm(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("an alarm's delay must not be negative, got " + delay);
    }
    FakeAlarm alarm = new FakeAlarm();
    alarms.add(new Ringing(now.plus(delay), ++lastAlarm, alarm));
    entrypoint.soon(() -> advance(Duration.ZERO));
    return alarm;
  }
}
