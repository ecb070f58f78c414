package dev.ostler.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as people read them: three digits that count, no exponent. */
final class Numbers {
  private static final double WHOLE = 100;

  private Numbers() {}

  static String text(double value) {
    if (Math.abs(value) >= WHOLE) {
      return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_UP).toPlainString();
    }
    BigDecimal rounded = new BigDecimal(value, new MathContext(3, RoundingMode.HALF_UP));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
