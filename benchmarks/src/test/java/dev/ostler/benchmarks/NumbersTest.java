package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0001234, 0.000123",
    "1, 1",
    "1.005, 1",
    "12.345, 12.3",
    "99.96, 100",
    "123.4, 123",
    "123456.7, 123457",
    "-2.5, -2.5"
  })
  void threeDigitsCount(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }
}
