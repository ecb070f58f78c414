package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS", "32", "33", "RTMIN");

  static Stream<Signal> all() {
    return IntStream.rangeClosed(1, 64).mapToObj(Signal::new);
  }

  private static String expectedName(Signal signal) {
    return signal.number() <= NAMES.size()
        ? NAMES.get(signal.number() - 1)
        : "RTMIN+" + (signal.number() - 34);
  }

  @ParameterizedTest
  @MethodSource("all")
  void nameIsThatOfKill(Signal signal) {
    assertThat(signal.name()).isEqualTo(expectedName(signal));
    assertThat(signal).hasToString(expectedName(signal));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everySpellingIsRead(Signal signal) {
    String name = signal.name();

    assertThat(Signal.parse(name)).isEqualTo(signal);
    assertThat(Signal.parse("SIG" + name)).isEqualTo(signal);
    assertThat(Signal.parse("sig" + Ascii.lowerCase(name))).isEqualTo(signal);
    assertThat(Signal.parse(Ascii.lowerCase(name))).isEqualTo(signal);
    assertThat(Signal.parse(Integer.toString(signal.number()))).isEqualTo(signal);
  }

  @Test
  void realTimeSignalsCountFromBothEnds() {
    assertThat(Signal.parse("RTMIN").number()).isEqualTo(34);
    assertThat(Signal.parse("SIGRTMIN+3").number()).isEqualTo(37);
    assertThat(Signal.parse("RTMIN+30").number()).isEqualTo(64);
    assertThat(Signal.parse("RTMAX").number()).isEqualTo(64);
    assertThat(Signal.parse("sigrtmax-1").number()).isEqualTo(63);
    assertThat(Signal.parse("RTMAX-30").number()).isEqualTo(34);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "SIG",
        "0",
        "65",
        "-1",
        "+1",
        "100",
        "4294967311",
        "TERM ",
        " TERM",
        "TERMX",
        "SIGSIGTERM",
        "RT",
        "RTMIN+",
        "RTMIN+31",
        "RTMIN-1",
        "RTMAX+1",
        "RTMAX-31",
        "RTMIN+x",
        "RTMIN+99",
        "\u0131nt",
        "1\u0660"
      })
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signal.parse(text))
        .withMessage(
            "no such signal '" + text + "': give a name such as TERM or a number from 1 to 64");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65, Integer.MAX_VALUE})
  void otherNumbersAreRefused(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signal(number))
        .withMessage("signal must be 1 to 64, got " + number);
  }

  @Test
  void allButTenAreForwardable() {
    assertThat(all().filter(signal -> !signal.isForwardable()).map(Signal::number))
        .containsExactly(4, 7, 8, 9, 11, 16, 17, 19, 32, 33);
  }
}
