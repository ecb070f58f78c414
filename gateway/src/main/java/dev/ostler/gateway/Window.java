package dev.ostler.gateway;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A time of certain days.
 *
 * @param days on which it begins
 * @param from when it begins
 * @param to when it ends; not after {@code from} means on the next day
 */
record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** Keeps a copy. */
  Window {
    days = Set.copyOf(days);
  }

  /** Reads {@code Mon-Fri 07:00-19:00}, {@code Sat,Sun 22:00-06:00} or {@code 00:00-24:00}. */
  static Window parse(String text) {
    String[] words = text.strip().split(" +", -1);
    String[] times = words[words.length - 1].split("-", -1);
    if (words.length > 2 || times.length != 2) {
      throw wrong(text);
    }
    Set<DayOfWeek> days = words.length == 1 ? EnumSet.allOf(DayOfWeek.class) : days(words[0], text);
    LocalTime to = times[1].equals("24:00") ? LocalTime.MIDNIGHT : time(times[1], text);
    return new Window(days, time(times[0], text), to);
  }

  private static Set<DayOfWeek> days(String list, String text) {
    List<DayOfWeek> days = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String[] ends = part.split("-", 2);
      DayOfWeek day = day(ends[0], text);
      DayOfWeek last = ends.length == 1 ? day : day(ends[1], text);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return EnumSet.copyOf(days);
  }

  private static DayOfWeek day(String name, String text) {
    int index = NAMES.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw wrong(text);
    }
    return DayOfWeek.of(index + 1);
  }

  private static LocalTime time(String digits, String text) {
    try {
      return LocalTime.parse(digits);
    } catch (DateTimeParseException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "found '" + text + "', expected a window such as Mon-Fri 07:00-19:00");
  }
}
