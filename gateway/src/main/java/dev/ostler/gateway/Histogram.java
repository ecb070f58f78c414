package dev.ostler.gateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How often something took how long. */
final class Histogram {
  /** In seconds: from what is resumed at once to what pulls an image first. */
  private static final double[] LIMITS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600};

  private final AtomicLongArray counts = new AtomicLongArray(LIMITS.length + 1);
  private final LongAdder millis = new LongAdder();

  /**
   * What was counted.
   *
   * @param upTo how many took at most so many seconds, by the text of that number; the last is all
   * @param sum of all
   */
  record Reading(Map<String, Long> upTo, Duration sum) {
    long count() {
      return upTo.getOrDefault(ALL, 0L);
    }
  }

  private static final String ALL = "+Inf";

  void add(Duration took) {
    double seconds = took.toMillis() / 1000.0;
    int at = 0;
    while (at < LIMITS.length && seconds > LIMITS[at]) {
      at++;
    }
    millis.add(took.toMillis());
    counts.incrementAndGet(at);
  }

  long count() {
    return read().count();
  }

  /** All that was added before, and perhaps some of what is added meanwhile. */
  Reading read() {
    Map<String, Long> upTo = new LinkedHashMap<>();
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
      upTo.put(i < LIMITS.length ? Double.toString(LIMITS[i]) : ALL, sum);
    }
    return new Reading(upTo, Duration.ofMillis(millis.sum()));
  }
}
