package dev.ostler.gateway;

import java.util.Locale;

/** Constants as answers and metrics name them. */
final class Words {
  private Words() {}

  /** Nobody knows how an app is; that is what visitors are told of it. */
  static final String UNSEEN = "its platform does not say how it is";

  /** Why nobody knows how an app is, in a part of a sentence for whoever looks after it. */
  static String unseen(String why) {
    return UNSEEN + ": " + why;
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
