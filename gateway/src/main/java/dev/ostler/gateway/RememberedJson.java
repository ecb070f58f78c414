package dev.ostler.gateway;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What outlasts the gateway, as JSON. What is read is refused if anything of it is not as written.
 */
final class RememberedJson {
  /** What a platform says may be long; what a visitor is told of it need not be. */
  private static final int LONGEST_REASON = 1000;

  private static final int MOST_SPELLS = 200;

  private RememberedJson() {}

  static Map<String, Object> of(Remembered app) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("barred", app.barred());
    json.put("failures", app.failures());
    app.trouble().ifPresent(why -> json.put("trouble", shortened(why)));
    app.keptAwake().ifPresent(until -> json.put("kept_awake", until.toString()));
    json.put("last_wake", app.lastWake());
    json.put("rested", app.past().rested().toString());
    json.put("wakes", app.past().wakes().stream().map(RememberedJson::of).toList());
    List<History.Spell> spells = app.past().spells();
    json.put(
        "spells",
        spells.subList(Math.max(0, spells.size() - MOST_SPELLS), spells.size()).stream()
            .map(RememberedJson::of)
            .toList());
    return json;
  }

  private static Map<String, Object> of(History.Wake wake) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("begun", wake.begun().toString());
    json.put("by", Words.of(wake.by()));
    json.put("took", wake.took().toString());
    wake.failure().ifPresent(why -> json.put("failure", shortened(why)));
    return json;
  }

  private static Map<String, Object> of(History.Spell spell) {
    return Map.of("phase", Words.of(spell.phase()), "begun", spell.begun().toString());
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
  }

  /**
   * Reads it again.
   *
   * @throws IllegalArgumentException if it was not written here
   * @throws DateTimeException likewise
   */
  static Remembered read(Map<?, ?> json) {
    List<History.Wake> wakes = new ArrayList<>();
    for (Object wake : list(json.get("wakes"))) {
      wakes.add(wake(map(wake)));
    }
    List<History.Spell> spells = new ArrayList<>();
    for (Object spell : list(json.get("spells"))) {
      spells.add(spell(map(spell)));
    }
    return new Remembered(
        Boolean.TRUE.equals(json.get("barred")),
        failures(json.get("failures")),
        optional(json, "trouble"),
        optional(json, "kept_awake").map(Instant::parse),
        number(json.get("last_wake")),
        new History.Past(wakes, Duration.parse(text(json.get("rested"))), spells));
  }

  /** Files of former versions name none. */
  private static int failures(@Nullable Object value) {
    return value == null ? 0 : (int) Math.min(number(value), Integer.MAX_VALUE);
  }

  private static History.Wake wake(Map<?, ?> json) {
    return new History.Wake(
        Instant.parse(text(json.get("begun"))),
        constant(History.By.class, json.get("by")),
        Duration.parse(text(json.get("took"))),
        optional(json, "failure"));
  }

  private static History.Spell spell(Map<?, ?> json) {
    return new History.Spell(
        constant(AppPhase.class, json.get("phase")), Instant.parse(text(json.get("begun"))));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, @Nullable Object word) {
    return Enum.valueOf(type, text(word).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Optional<String> optional(Map<?, ?> json, String name) {
    return Optional.ofNullable(json.get(name)).map(RememberedJson::text);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("found " + value + ", expected a text");
  }

  private static long number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("found " + value + ", expected a number");
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("found " + value + ", expected a list");
  }

  static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("found " + value + ", expected an object");
  }
}
