package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the code reads from its environment, and what the help says that it does. */
class EnvironmentTest {
  private static final Path CHECKOUT = Path.of("..");

  /** Their main code is part of the command. */
  private static final List<String> MODULES =
      List.of(
          "linux",
          "entrypoint",
          "configuration",
          "control",
          "engine",
          "fleet",
          "supervisor",
          "gateway",
          "cli");

  /** Every program has them, or the cluster sets them. */
  private static final Set<String> OF_THE_SYSTEM =
      Set.of("HOME", "PATH", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT");

  /** What parts of Ostler tell each other, and what they keep for the command. */
  private static final Set<String> AMONG_OURSELVES =
      Set.of(
          "OSTLER_LAUNCHER",
          "OSTLER_REEXEC",
          "OSTLER_REEXECUTED",
          "OSTLER_TRAIN",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "_JAVA_SR_SIGNUM");

  private static final Pattern OF_JAVA =
      Pattern.compile(
          "(?:getenv\\(|(?:environment|getenv\\(\\))\\s*\\.(?:get|getOrDefault|containsKey)\\()"
              + "(?:\"(?<name>\\w+)\"|(?<constant>[A-Z_]+)(?=[,)]))");

  private static final Pattern OF_SHELLS = Pattern.compile("\\$\\{(?<name>[A-Z_]+):?[-+]");

  @Test
  void everyVariableThatIsReadIsListed() throws IOException {
    Set<String> read = new TreeSet<>(namesIn("cli/src/launcher", "", OF_SHELLS));
    for (String module : MODULES) {
      read.addAll(namesIn(module + "/src/main/java", ".java", OF_JAVA));
    }

    assertThat(read).contains("NO_COLOR", "OSTLER_JAVA_HOME", "OSTLER_BASE", "DOCKER_CONFIG");
    read.removeAll(OF_THE_SYSTEM);
    read.removeAll(AMONG_OURSELVES);
    assertThat(listed()).containsExactlyElementsOf(read);
  }

  private static Set<String> listed() {
    return Stream.concat(
            Command.EVERYWHERE.stream(),
            Commands.ALL.stream().flatMap(command -> command.all(Command::variables).stream()))
        .map(Command.Variable::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> namesIn(String folder, String ending, Pattern pattern)
      throws IOException {
    try (Stream<Path> files = Files.walk(CHECKOUT.resolve(folder))) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .map(EnvironmentTest::read)
          .flatMap(text -> pattern.matcher(text).results().map(found -> name(found, text)))
          .toList();
    }
  }

  private static String name(MatchResult found, String text) {
    String name = found.group("name");
    if (name != null) {
      return name;
    }
    String constant = found.group("constant");
    Matcher value = Pattern.compile("\\b" + constant + " =\\s*\"(\\w+)\"").matcher(text);
    assertThat(value.find()).as("the value of " + constant + " is in its file").isTrue();
    return value.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fleet apply, DOCKER_CONFIG",
    "fleet plan, SSH_AUTH_SOCK",
    "gateway, SSH_AUTH_SOCK",
    "doctor, OSTLER_SOCKET",
    "doctor, XDG_RUNTIME_DIR",
    "'', NO_COLOR",
    "'', OSTLER_JAVA_HOME",
  })
  void helpListsAVariable(String words, String variable) throws Exception {
    String help = words.isEmpty() ? Help.overview() : Help.of(List.of(words.split(" ", -1)));

    assertThat(help).containsPattern("\nEnvironment:\n(  .*\n)*  " + variable + " ");
  }
}
