package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import org.junit.jupiter.api.Test;

class LogFormatIT {
  @Test
  void messagesAreJsonIfAskedForAndOutputIsLeftAsItIs() {
    String script = "echo '{out}'; echo '{err}' >&2; trap '' TERM; kill -TERM $PPID; sleep 60";

    Result result =
        OstlerCommand.running(script, "--log-format", "json", "--stop-within", "1s").run();

    assertThat(result.output()).isEqualTo("{out}\n");
    assertThat(withoutTime(result.errors()))
        .isEqualTo("{err}\n" + message("killing what has not ended"));
    assertThat(result.status()).isEqualTo(137);
  }

  @Test
  void whyNothingRunsIsJsonToo() {
    Result result = OstlerCommand.of("run", "--log-format=json", "--", "no-such-program").run();

    assertThat(withoutTime(result.errors()))
        .isEqualTo(message("cannot run 'no-such-program': No such file or directory (errno 2)"));
    assertThat(result.status()).isEqualTo(127);
  }

  @Test
  void textIsForPeople() {
    assertThat(OstlerCommand.of("run", "--log-format", "text", "--", "no-such-program").run())
        .isEqualTo(
            new Result(
                127,
                "",
                "ostler: cannot run 'no-such-program': No such file or directory (errno 2)\n"));
  }

  private static String withoutTime(String errors) {
    return errors.replaceAll("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"", "TIME");
  }

  private static String message(String text) {
    return "{\"time\":TIME,\"process\":\"ostler\",\"stream\":\"stderr\",\"message\":\""
        + text
        + "\"}\n";
  }
}
