package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  private static final int WIDEST = 110;

  static Stream<Arguments> commands() {
    List<Arguments> all = new ArrayList<>();
    Completion.forEach((words, command) -> all.add(arguments(words, command)));
    return all.stream();
  }

  private static String help(String words) throws UsageException {
    return Help.of(List.of(words.split(" ", -1)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasOneLine(String words, Command command) throws Exception {
    List<String> lines =
        help(words).lines().filter(line -> line.matches("  (-.|  ).*--.*")).toList();

    assertThat(lines)
        .filteredOn(line -> line.strip().startsWith("-"))
        .hasSameSizeAs(command.options());
    assertThat(command.options())
        .allSatisfy(option ->
            assertThat(lines)
                .filteredOn(line -> line.startsWith("  " + option.shown() + " "))
                .singleElement()
                .asString()
                .endsWith(" " + option.help()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void optionsHaveNamesAndLettersOfTheirOwn(String words, Command command) {
    assertThat(command.options()).extracting(Option::name).as(words).doesNotHaveDuplicates();
    assertThat(command.options())
        .filteredOn(Option::hasLetter)
        .extracting(Option::letter)
        .as(words)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsATerminal(String words, Command command) throws Exception {
    assertThat(command.options()).isNotEmpty();
    assertThat(help(words).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTakesHelpAndDebug(String words, Command command) {
    assertThat(command.options()).as(words).extracting(Option::name).contains("help", "debug");
  }

  /** What looks after something until it is ended has no result, and its messages are its log. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandThatAnswersCanBeQuietVerboseAndPlain(String words, Command command) {
    boolean serves = List.of("run", "container-run", "gateway", "demo", "fleet").contains(words);
    boolean colors = !serves || List.of("run", "demo").contains(words);

    assertThat(command.takes("quiet")).as(words).isEqualTo(!serves);
    assertThat(command.takes("verbose")).as(words).isEqualTo(!serves);
    assertThat(command.takes("no-color")).as(words).isEqualTo(colors);
  }

  /** These print what is a file: JSON, YAML, a script, or text for people. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandWithAResultHasItForPrograms(String words, Command command) {
    boolean otherwise =
        List.of(
                "run",
                "container-run",
                "demo",
                "fleet",
                "schema",
                "completion",
                "help",
                "fleet convert",
                "fleet export")
            .contains(words);

    assertThat(command.takes("output")).as(words).isEqualTo(!otherwise);
  }

  @Test
  void overviewNamesEveryCommand() {
    assertThat(Commands.ALL)
        .allSatisfy(command ->
            assertThat(Help.overview()).contains("\n  " + command.name() + " ", command.summary()));
    assertThat(Help.overview().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void unknownCommandIsNamed() {
    assertThatThrownBy(() -> help("walk"))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown command 'walk'; see ostler --help");
    assertThatThrownBy(() -> help("fleet walk"))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown command 'fleet walk'; see ostler --help");
  }

  @Test
  void helpAmongOptionsIsThatOfTheCommand() throws Exception {
    assertThat(Help.wantedIn(List.of("fleet", "-f", "a", "plan", "--help")))
        .isEqualTo(help("fleet plan"));
    assertThat(Help.wantedIn(List.of("run", "--group", "-h"))).isEqualTo(help("run"));
    assertThat(Help.wantedIn(List.of("ctl", "--help"))).isEqualTo(help("ctl"));
  }

  @Test
  void helpOfRunShowsAFile() throws Exception {
    assertThat(help("run"))
        .startsWith("usage: ostler run [OPTION...] -- COMMAND [ARG...]\n       ostler run FILE\n")
        .contains("\n  processes:\n    web:\n      command: [nginx, -g, \"daemon off;\"]\n");
  }

  @Test
  void helpOfAGatewaysCommandReads() throws Exception {
    assertThat(help("wake"))
        .isEqualTo(
            """
            usage: ostler wake [OPTION...] APP

            Have an app run, also if visitors may not wake it any more.

                  --for TIME           and keep it awake for so long
                  --gateway HOST:PORT  its 'admin' (default: OSTLER_GATEWAY, 127.0.0.1:9700)
                  --token-file FILE    where its token stands (default: OSTLER_GATEWAY_TOKEN)
                  --output text|json   for people (default) or programs
              -q, --quiet              say only what went wrong
              -v, --verbose            say more, also what led to failures
                  --no-color           no colour, as with NO_COLOR
                  --debug              with a failure, say where it was noticed
              -h, --help               say all of this

            Environment:
              OSTLER_GATEWAY        address of its 'admin', unless --gateway says so
              OSTLER_GATEWAY_TOKEN  its token, unless --token-file says so

            Exit status:
              0   done
              1   the gateway refuses
              64  wrong usage
              69  the gateway cannot be reached\
            """);
  }
}
