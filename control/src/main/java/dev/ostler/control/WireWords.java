package dev.ostler.control;

import java.util.Locale;
import java.util.Optional;

/** Constants as the protocol writes them: {@code NOT_READY} is {@code not-ready}. */
final class WireWords {
  private WireWords() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (of(constant).equals(word)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  static <E extends Enum<E>> E get(Class<E> type, String word) throws JsonException {
    Optional<E> found = find(type, word);
    if (found.isEmpty()) {
      throw new JsonException("unknown word '" + word + "'");
    }
    return found.get();
  }
}
