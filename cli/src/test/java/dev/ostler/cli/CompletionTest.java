package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the shells themselves what they offer. */
class CompletionTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/completion");

  /** An ostler that answers as one with two processes does, at one socket. */
  private static final String ANSWERING =
      """
      #!/bin/sh
      [ "$*" = 'ctl --socket /s status' ] || exit 69
      cat <<'END'
      ostler 1.0 with run.yaml, pid 7, up 2m

      PROCESS  PHASE    READY  PID  RESTARTS
      page     running  yes    9    0
      web      running  yes    8    0

      CONFIGURATION  SINCE
      site           2m
      END
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createFile(folder.resolve("run.yaml"));
    Files.createDirectory(folder.resolve("site"));
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path ostler = Files.writeString(programs.resolve("ostler"), ANSWERING);
    Files.setPosixFilePermissions(ostler, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Lines, and what every shell must offer for them. */
  private Map<String, String> expected() {
    Map<String, String> offers = new TreeMap<>();
    offers.put(
        "ostler ",
        "apps check completion container-run ctl demo doctor explain fleet gateway help idle run"
            + " schema version wake");
    offers.put("ostler fl", "fleet");
    offers.put("ostler fleet un", "unlock unpause");
    offers.put("ostler fleet plan --ou", "--out --output");
    offers.put("ostler fleet plan --output ", "json markdown text");
    offers.put("ostler fleet apply --output ", "json text");
    offers.put("ostler run --restart ", "always no on-failure");
    offers.put("ostler run --user roo", "root");
    offers.put("ostler run --working-directory " + folder + "/s", "site");
    offers.put("ostler run " + folder + "/r", "run.yaml");
    offers.put("ostler run --restart no -- trunca", "truncate");
    offers.put("ostler ctl --socket /s st", "start status stop");
    offers.put("ostler ctl --socket /s stop ", "page web");
    offers.put("ostler ctl restart --socket /s web p", "page");
    offers.put("ostler ctl stop ", "");
    offers.put("ostler ctl signal H", "HUP");
    offers.put("ostler ctl logs --fo", "--follow");
    offers.put("ostler completion ", "bash fish zsh");
    offers.put("ostler check " + folder + "/ru", "run.yaml");
    offers.put("ostler help sch", "schema");
    offers.put("ostler schema ", "fleet gateway run");
    return offers;
  }

  @Test
  void bashOffersWhatFits() throws Exception {
    Files.writeString(folder.resolve("ostler"), Completion.of("bash"));

    assertThat(offers("bash", "offers.bash")).isEqualTo(expected());
  }

  @Test
  void bashOffersBehindAnEqualsSign() throws Exception {
    Files.writeString(folder.resolve("ostler"), Completion.of("bash"));

    assertThat(offers(List.of("bash"), "offers.bash", List.of("ostler fleet plan --output=j")))
        .containsExactly(Map.entry("ostler fleet plan --output=j", "json"));
  }

  @Test
  @Needs(RealPart.ZSH)
  void zshOffersWhatFits() throws Exception {
    Files.writeString(folder.resolve("_ostler"), Completion.of("zsh"));

    assertThat(offers("zsh -f", "offers.zsh")).isEqualTo(expected());
  }

  @Test
  @Needs(RealPart.FISH)
  void fishOffersWhatFits() throws Exception {
    Files.writeString(folder.resolve("ostler.fish"), Completion.of("fish"));

    assertThat(offers("fish --no-config", "offers.fish")).isEqualTo(expected());
  }

  @Test
  void unknownShellIsNamed() {
    assertThatThrownBy(() -> Completion.of("tcsh"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "no such shell 'tcsh'; there are bash, zsh and fish: ostler completion bash|zsh|fish");
  }

  private Map<String, String> offers(String shell, String script) {
    return offers(List.of(shell.split(" ", -1)), script, expected().keySet());
  }

  private Map<String, String> offers(List<String> shell, String script, Iterable<String> lines) {
    String path = folder.resolve("bin") + ":" + System.getenv("PATH");
    List<String> command = new ArrayList<>(List.of("env", "PATH=" + path, "timeout", "60"));
    command.addAll(shell);
    command.add(SCRIPTS.resolve(script).toString());
    command.add(folder.toString());
    lines.forEach(command::add);
    return parsed(Tool.run(command.toArray(String[]::new)));
  }

  /** Each line with what follows it; shells tell files with or without their folder. */
  private static Map<String, String> parsed(String said) {
    Map<String, TreeSet<String>> offers = new TreeMap<>();
    TreeSet<String> current = new TreeSet<>();
    for (String line : said.lines().toList()) {
      if (line.startsWith("> ")) {
        current = offers.computeIfAbsent(line.substring(2), _ -> new TreeSet<>());
      } else if (!line.isBlank()) {
        Path name = Path.of(line.strip()).getFileName();
        current.add(String.valueOf(name));
      }
    }
    Map<String, String> joined = new TreeMap<>();
    offers.forEach((line, words) -> joined.put(line, String.join(" ", words)));
    return joined;
  }
}
