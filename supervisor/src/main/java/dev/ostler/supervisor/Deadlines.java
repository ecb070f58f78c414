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
  private final Map<Alarm, Deadline> deadlines = new HashMap<>();

  Deadlines(Entrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  /** Instead of whatever was set for it. */
  void set(Deadline deadline, Duration delay) {
    clear(deadline);
    Alarm alarm = entrypoint.alarm(delay);
    alarms.put(deadline, alarm);
    deadlines.put(alarm, deadline);
  }

  void clear(Deadline deadline) {
    Alarm alarm = alarms.remove(deadline);
    if (alarm != null) {
      alarm.cancel();
      deadlines.remove(alarm);
    }
  }

  /** What an alarm was set for; null if it is none of ours. */
  @Nullable Deadline rang(Alarm alarm) {
    Deadline passed = deadlines.remove(alarm);
    if (passed != null) {
      alarms.remove(passed);
    }
    return passed;
  }
}
