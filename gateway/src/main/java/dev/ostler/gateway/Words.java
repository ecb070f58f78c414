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

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
