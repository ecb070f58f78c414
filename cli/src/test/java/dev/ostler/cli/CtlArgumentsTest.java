package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CtlArgumentsTest {
  @Test
  void optionsMayStandAnywhere() throws Exception {
    CtlArguments arguments =
        parse("stop --socket /a web --within 5s db --output=json -- --odd-name");

    assertThat(arguments.command()).isEqualTo("stop");
    assertThat(arguments.processes()).containsExactly("web", "db", "--odd-name");
    assertThat(arguments.socket()).isEqualTo(Path.of("/a"));
    assertThat(arguments.within()).contains(Duration.ofSeconds(5));
    assertThat(arguments.isJson()).isTrue();
  }

  @Test
  void changesAreWaitedForUnlessOneSaysOtherwise() throws Exception {
    assertThat(parse("start").within()).contains(Duration.ofMinutes(1));
    assertThat(parse("start --no-wait").within()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"logs -f -n 5 web", "logs web -n5 -f", "logs --lines=5 --follow web"})
  void lettersStandForWords(String line) throws Exception {
    CtlArguments arguments = parse(line);

    assertThat(arguments.lines()).isEqualTo(5);
    assertThat(arguments.has("follow")).isTrue();
    assertThat(arguments.processes()).containsExactly("web");
  }

  @Test
  void signalComesBeforeTheNames() throws Exception {
    CtlArguments arguments = parse("signal HUP web db");

    assertThat(arguments.signal()).isEqualTo("HUP");
    assertThat(arguments.processes()).containsExactly("web", "db");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--output json|a command is required; see ostler ctl --help",
        "explode|unknown command 'ctl explode'; see ostler ctl --help",
        "status --follow|ctl status takes no --follow",
        "status --ready|--ready needs --check",
        "stop --no-wait --within 1s|--no-wait and --within exclude each other",
        "reload web|ctl reload takes no names",
        "events web|ctl events takes no names",
        "signal|a signal is required: ostler ctl signal SIGNAL [NAME...]",
        "status --output yaml|--output must be text or json, got 'yaml'",
        "status --outptu json|unknown option --outptu; did you mean --output?",
        "status -x|unknown option -x; options begin with --",
        "logs -n|option --lines needs an argument: --lines N",
      })
  void mistakeIsNamed(String line, String message) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void numbersAndTimesHaveLimits() throws Exception {
    CtlArguments logs = parse("logs -n 10001");
    CtlArguments stop = parse("stop --within 25h");

    assertThatThrownBy(logs::lines).hasMessage("--lines must be 0 to 10000, got '10001'");
    assertThatThrownBy(stop::within).hasMessage("--within must be at most 24h");
  }

  private static CtlArguments parse(String line) throws UsageException {
    return CtlArguments.parse(List.of(line.split(" ")));
  }
}
