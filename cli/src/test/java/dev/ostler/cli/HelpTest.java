package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private static final int WIDEST = 100;

  static Stream<Arguments> commands() {
    return Stream.of(
        arguments("run", RunCommand.OPTIONS),
        arguments("container-run", ContainerRunCommand.OPTIONS),
        arguments("ctl", CtlCommand.OPTIONS),
        arguments("fleet", FleetCommand.OPTIONS),
        arguments("demo", DemoCommand.OPTIONS));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasOneLine(String command, List<Option> options) throws Exception {
    List<String> lines = Help.of(command).lines().filter(line -> line.startsWith("  --")).toList();

    assertThat(lines).hasSameSizeAs(options);
    assertThat(options)
        .allSatisfy(option ->
            assertThat(lines)
                .filteredOn(line -> line.startsWith("  " + option.synopsis() + " "))
                .singleElement()
                .asString()
                .endsWith(" " + option.help()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void optionsHaveNamesOfTheirOwn(String command, List<Option> options) {
    assertThat(options).extracting(Option::name).as(command).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsATerminal(String command, List<Option> options) throws Exception {
    assertThat(options).isNotEmpty();
    assertThat(Help.of(command).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "ctl", "check", "fleet", "schema", "container-run", "demo", "version"})
  void overviewNamesEveryCommand(String command) {
    assertThat(Help.overview()).contains("\n  " + command + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "version"})
  void overviewIsTheHelpOfWhatHasNone(String command) throws Exception {
    assertThat(Help.of(command)).isEqualTo(Help.overview());
  }

  @Test
  void unknownCommandIsNamed() {
    assertThatThrownBy(() -> Help.of("walk"))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown command 'walk'; see ostler --help");
  }

  @Test
  void helpOfRunShowsAFile() throws Exception {
    assertThat(Help.of("run"))
        .startsWith("usage: ostler run [OPTION...] -- COMMAND [ARG...]\n       ostler run FILE\n")
        .contains("\n  processes:\n    web:\n      command: [nginx, -g, \"daemon off;\"]\n");
    assertThat(Help.overview()).contains("\n  run FILE ");
  }

  @Test
  void helpOfContainerRunReads() throws Exception {
    assertThat(Help.of("container-run"))
        .isEqualTo(
            """
            usage: ostler container-run [OPTION...] -- COMMAND [ARG...]

            Does what quarks-container-run does: runs a command that the words STOP and START, sent as datagrams
            to BASE/data/JOB/PROCESS_containerrun.sock, suspend and resume. BASE is /var/vcap unless OSTLER_BASE
            says otherwise.

              --job-name JOB                       part of the paths of socket, sentinel and pid file
              --process-name PROCESS               part of the same paths
              --post-start-name COMMAND            run once after each start
              --post-start-arg ARG                 an argument of it (repeatable)
              --post-start-condition-name COMMAND  must succeed first; run every 3 s
              --post-start-condition-arg ARG       an argument of it (repeatable)
              --post-start-interval TIME           instead of 3s
              --post-start-limit TIME              how long all of it may take (default 15m)
              --debug                              say more
              --install-bpm                        write BASE/jobs/bpm/bin/bpm if it is not there, and exit
              --send WORD                          send START, STOP or QUIT to a running instance, and exit\
            """);
  }
}
