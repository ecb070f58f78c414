package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.Entrypoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alarms that were set for deadlines. */
final class Deadlines {
  private final Entrypoint entrypoint;
  private final Map<Deadline, Alarm> alarms = new HashMap<>();
  private final Map<Deadline, Duration> times = new HashMap<>();
  private final Map<Alarm, Deadline> deadlines = new HashMap<>();

  Deadlines(Entrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  /** Instead of whatever was set for it. */
  void set(Deadline deadline, Duration delay) {
    clear(deadline);
    Alarm alarm = entrypoint.alarm(delay);
    times.put(deadline, entrypoint.time().plus(delay));
    alarms.put(deadline, alarm);
    deadlines.put(alarm, deadline);
  }

  /** Never earlier than it is set for; nothing if it is not set. */
  void extend(Deadline deadline, Duration delay) {
    Duration time = times.get(deadline);
    if (time != null && time.compareTo(entrypoint.time().plus(delay)) < 0) {
      set(deadline, delay);
    }
  }

  void clear(Deadline deadline) {
    Alarm alarm = alarms.remove(deadline);
    if (alarm != null) {
      alarm.cancel();
      times.remove(deadline);
      deadlines.remove(alarm);
    }
  }

  /** What an alarm was set for; null if it is none of ours. */
  @Nullable Deadline rang(Alarm alarm) {
    Deadline passed = deadlines.remove(alarm);
    if (passed != null) {
      alarms.remove(passed);
      times.remove(passed);
    }
    return passed;
  }
}
