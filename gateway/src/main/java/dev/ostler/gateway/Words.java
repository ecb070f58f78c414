package dev.ostler.gateway;

import java.util.Locale;

/** Constants as answers and metrics name them. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
