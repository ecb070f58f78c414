package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common, asked of the assembled command. */
class ConventionsIT {
  static Stream<String> commands() {
    return Stream.concat(
        Commands.ALL.stream().map(Command::name), Stream.of("fleet apply", "ctl logs"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsAResult(String words) throws Exception {
    String help = Help.of(List.of(words.split(" ", -1))) + "\n";

    assertThat(OstlerCommand.of((words + " --help").split(" ", -1)).run())
        .isEqualTo(new Result(0, help, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "container-run", "demo"})
  void unknownOptionIsWrongUsage(String command) {
    assertThat(OstlerCommand.of(command, "--no-such-option").run())
        .isEqualTo(new Result(64, "", "ostler: unknown option --no-such-option\n"));
  }

  @Test
  void commandWithoutWordsSaysWhatThereIs() {
    assertThat(OstlerCommand.of().run()).isEqualTo(new Result(64, "", Help.overview() + "\n"));
  }

  @Test
  void failureTellsItsReasonOnlyToThoseWhoAsk() {
    OstlerCommand[] calls = {
      OstlerCommand.of("ctl", "--socket", "/no/such", "status"),
      OstlerCommand.of("ctl", "--socket", "/no/such", "status", "--verbose"),
      OstlerCommand.of("ctl", "--socket", "/no/such", "status", "--debug")
    };

    List<Result> results = Stream.of(calls).map(OstlerCommand::run).toList();

    assertThat(results).allMatch(result -> result.status() == 69 && result.output().isEmpty());
    assertThat(results.get(0).errors().lines()).hasSize(1);
    assertThat(results.get(1).errors())
        .startsWith(results.get(0).errors())
        .doesNotContain("\tat dev.ostler.");
    assertThat(results.get(2).errors())
        .startsWith(results.get(0).errors())
        .contains("\tat dev.ostler.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "help", "schema run", "version --output json"})
  void resultThatCannotBeWrittenIsAFailure(String words) {
    assertThat(
            OstlerCommand.of(words.split(" ", -1))
                .under("sh", "-c", "exec \"$@\" >/dev/full", "sh")
                .run())
        .isEqualTo(
            new Result(
                1, "", "ostler: cannot write to standard output: No space left on device\n"));
  }

  @Test
  void packagesFindManualPagesAndCompletions() throws Exception {
    Path share = OstlerCommand.home().resolve("share");

    assertThat(Files.readString(share.resolve("man/man1/ostler-run.1")))
        .isEqualTo(Manual.pages("2026-11-01").get("ostler-run.1"));
    assertThat(Files.readString(share.resolve("bash-completion/completions/ostler")))
        .isEqualTo(Completion.of("bash"))
        .isEqualTo(OstlerCommand.of("completion", "bash").run().output());
    assertThat(share.resolve("zsh/site-functions/_ostler")).isRegularFile();
    assertThat(share.resolve("fish/vendor_completions.d/ostler.fish")).isRegularFile();
    assertThat(share.resolve("man/man5/ostler-fleet-file.5")).isRegularFile();
  }
}
