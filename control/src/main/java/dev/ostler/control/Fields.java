package dev.ostler.control;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, taken one by one; what nobody has asked for is unknown. */
final class Fields {
  /** The largest number that every reader of JSON takes exactly. */
  static final long MOST = (1L << 53) - 1;

  private final Json.Members members;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Json.Members members) {
    this.members = members;
  }

  static Fields of(Json json) throws JsonException {
    if (json instanceof Json.Members members) {
      return new Fields(members);
    }
    throw new JsonException("expected an object");
  }

  private @Nullable Json find(String name) {
    known.add(name);
    Json value = members.values().get(name);
    return value instanceof Json.Null ? null : value;
  }

  boolean has(String name) {
    return find(name) != null;
  }

  private Json get(String name) throws JsonException {
    Json value = find(name);
    if (value == null) {
      throw new JsonException("the field '" + name + "' is missing");
    }
    return value;
  }

  String text(String name) throws JsonException {
    return text(name, get(name));
  }

  Optional<String> optionalText(String name) throws JsonException {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  private static String text(String name, Json value) throws JsonException {
    if (value instanceof Json.Text text) {
      return text.value();
    }
    throw new JsonException("the field '" + name + "' must be a string");
  }

  /** A whole number of at least zero. */
  long number(String name, long most) throws JsonException {
    if (get(name) instanceof Json.Numeral number) {
      OptionalLong whole = number.whole();
      if (whole.isPresent() && whole.getAsLong() >= 0 && whole.getAsLong() <= most) {
        return whole.getAsLong();
      }
    }
    throw new JsonException("the field '" + name + "' must be a whole number from 0 to " + most);
  }

  int integer(String name) throws JsonException {
    return (int) number(name, Integer.MAX_VALUE);
  }

  OptionalInt optionalInteger(String name) throws JsonException {
    return has(name) ? OptionalInt.of(integer(name)) : OptionalInt.empty();
  }

  boolean flag(String name) throws JsonException {
    if (get(name) instanceof Json.Flag flag) {
      return flag.value();
    }
    throw new JsonException("the field '" + name + "' must be true or false");
  }

  /** False if it is not there. */
  boolean optionalFlag(String name) throws JsonException {
    return has(name) && flag(name);
  }

  Duration millis(String name) throws JsonException {
    return Duration.ofMillis(number(name, MOST));
  }

  Optional<Duration> optionalMillis(String name) throws JsonException {
    return has(name) ? Optional.of(millis(name)) : Optional.empty();
  }

  Instant instant(String name) throws JsonException {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new JsonException(
          "the field '" + name + "' must be a time such as 2026-11-21T05:17:00Z");
    }
  }

  Fields object(String name) throws JsonException {
    if (get(name) instanceof Json.Members object) {
      return new Fields(object);
    }
    throw new JsonException("the field '" + name + "' must be an object");
  }

  Optional<Fields> optionalObject(String name) throws JsonException {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  List<Fields> objects(String name) throws JsonException {
    List<Fields> objects = new ArrayList<>();
    for (Json item : items(name)) {
      objects.add(of(item));
    }
    return objects;
  }

  List<String> texts(String name) throws JsonException {
    List<String> texts = new ArrayList<>();
    for (Json item : items(name)) {
      texts.add(text(name, item));
    }
    return texts;
  }

  private List<Json> items(String name) throws JsonException {
    if (get(name) instanceof Json.Items items) {
      return items.values();
    }
    throw new JsonException("the field '" + name + "' must be a list");
  }

  /** Refuses the first field that nobody has asked for. */
  void nothingElse() throws JsonException {
    for (String name : members.values().keySet()) {
      if (!known.contains(name)) {
        throw new JsonException(
            "unknown field '" + name + "'; it takes " + String.join(", ", known));
      }
    }
  }
}
