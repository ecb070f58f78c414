package dev.ostler.gateway;

import java.util.Locale;

/** Constants as answers and metrics name them. */
final class Words {
  private Words() {}

  /** Why nobody knows how an app is, in a part of a sentence. */
  static String unseen(String why) {
    return "its platform does not say how it is: " + why;
  }

  /** Why an app goes to rest, in a clause. */
  static String clause(History.Why why) {
    return switch (why) {
      case UNUSED -> "nobody uses it";
      case SCHEDULE -> "its schedule says so";
      case PERSON -> "a person asked for it";
      case OTHERS -> "others have begun with it";
    };
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
