package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.ResourceLimit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, numbers and resource limits as people write them. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "0ms, PT0S",
    "500ms, PT0.5S",
    "10s, PT10S",
    "010s, PT10S",
    "5m, PT5M",
    "1h, PT1H",
    "9999h, PT9999H",
    "999999999ms, PT277H46M39.999S"
  })
  void durationIsANumberWithAUnit(String text, Duration duration) throws Exception {
    assertThat(Durations.parse("stop-within", text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "s",
        "ms",
        "-1s",
        "+1s",
        "1.5s",
        "1 s",
        " 1s",
        "1s ",
        "1S",
        "1d",
        "1sec",
        "1234567890ms",
        "٣s",
        "1m30s"
      })
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> Durations.parse("stop-within", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--stop-within must be a number with a unit such as 500ms, 10s, 5m or 1h, got '"
                + text
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000h", "999999999h", "600000m"})
  void durationsBeyondAYearAreRefused(String text) {
    assertThatThrownBy(() -> Durations.parse("stop-within", text))
        .isInstanceOf(UsageException.class)
        .hasMessage("--stop-within must be at most 9999h, got '" + text + "'");
  }

  private static CommandLine given(String option, String value) throws UsageException {
    return CommandLine.parse(
        List.of("--" + option + "=" + value), List.of(new Option(option, "N", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "nice, -20, 10, -20",
    "nice, 19, 10, 19",
    "umask, 0, 8, 0",
    "umask, 027, 8, 23",
    "umask, 777, 8, 511"
  })
  void numberIsInItsRange(String option, String text, int radix, int value) throws Exception {
    int least = radix == 8 ? 0 : -20;
    int most = radix == 8 ? 0777 : 19;

    assertThat(Numbers.parse(given(option, text), option, radix, least, most)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-21", "20", "1.0", "x", " 1", "99999999999"})
  void otherNumbersAreRefused(String text) {
    assertThatThrownBy(() -> Numbers.parse(given("nice", text), "nice", 10, -20, 19))
        .isInstanceOf(UsageException.class)
        .hasMessage("--nice must be -20 to 19, got '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "0888", "1000", "-1", "u=rwx"})
  void otherOctalNumbersAreRefused(String text) {
    assertThatThrownBy(() -> Numbers.parse(given("umask", text), "umask", 8, 0, 0777))
        .isInstanceOf(UsageException.class)
        .hasMessage("--umask must be 0 to 777 (octal), got '" + text + "'");
  }

  @ParameterizedTest
  @EnumSource(ResourceLimit.class)
  void everyLimitHasAName(ResourceLimit limit) throws Exception {
    assertThat(ResourceLimits.named(limit.toString())).isEqualTo(limit);
  }

  @Test
  void unknownLimitIsAnsweredByAllNames() {
    String names =
        Arrays.stream(ResourceLimit.values())
            .map(ResourceLimit::toString)
            .collect(Collectors.joining(", "));

    assertThatThrownBy(() -> ResourceLimits.named("nofile"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--limit: no such limit 'nofile'; there are " + names);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "4096, 4096", "9223372036854775807, 9223372036854775807"})
  void limitIsANumber(String text, long value) throws Exception {
    assertThat(ResourceLimits.value("open-files=" + text, 10)).isEqualTo(value);
  }

  @Test
  void limitMayBeUnlimited() throws Exception {
    assertThat(ResourceLimits.value("core=unlimited", 4)).isEqualTo(ResourceLimit.UNLIMITED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "core=", "core=-1", "core=1k", "core=Unlimited"})
  void otherLimitsAreRefused(String limit) {
    assertThatThrownBy(() -> ResourceLimits.value(limit, limit.indexOf('=')))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--limit must be NAME=N with a number or 'unlimited', such as open-files=4096, got '"
                + limit
                + "'");
  }
}
