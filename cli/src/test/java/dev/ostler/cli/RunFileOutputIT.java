package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.LogLine;
import dev.ostler.control.Subscription;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the output of processes of a file goes. */
class RunFileOutputIT {
  @TempDir Path folder;

  @Test
  void everyWayOfOutputLooksAsTheFileSays() throws Exception {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  inherit: {command: [sh, -c, "echo one; echo two >&2; printf end"], oneShot: true}
                  plain: {command: [sh, -c, "echo; echo plain; echo error >&2"], oneShot: true, output: plain, after: [inherit]}
                  prefix: {command: [sh, -c, "echo one; printf two"], oneShot: true, output: prefix, after: [plain]}
                  json: {command: [sh, -c, "echo 'a \\"b\\"'"], oneShot: true, output: json, after: [prefix]}
                  discard: {command: [sh, -c, "echo never"], oneShot: true, output: discard, after: [json]}
                  file: {command: [sh, -c, "echo filed"], oneShot: true, output: {file: log}, after: [discard]}
                """)
            .run();

    assertThat(result.status()).isZero();
    assertThat(result.errors()).isEqualTo("two\nerror\n");
    assertThat(result.output().replaceAll("\"time\":\"[^\"]*\"", "T").replaceAll("\\d{2,}", "N"))
        .isEqualTo(
            """
            one
            end
            plain
            prefix | one
            prefix | two
            {T,"process":"json","stream":"stdout","pid":N,"message":"a \\"b\\""}
            """);
    assertThat(folder.resolve("log")).hasContent("filed\n");
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void terminalShowsPrefixesInColourUnlessItIsNotToHaveAny() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            "processes: {one: {command: [echo, up], oneShot: true, output: prefix}}\n");

    assertThat(atTerminal("", file)).contains("\u001b[", "one").contains("up");
    assertThat(atTerminal("NO_COLOR=1", file)).isEqualTo("one | up");
    assertThat(atTerminal("", file, "--no-color")).isEqualTo("one | up");
    assertThat(atTerminal("", file, "--debug", "--no-color")).isEqualTo("one | up");
  }

  private static String atTerminal(String variable, Path file, String... options) {
    List<String> words = new ArrayList<>(List.of("env", "-u", "NO_COLOR"));
    words.addAll(List.of(variable, "TERM=xterm", "JAVA_HOME=" + System.getProperty("java.home")));
    words.removeIf(String::isEmpty);
    words.addAll(List.of(OstlerCommand.home().resolve("bin/ostler").toString(), "run"));
    words.addAll(List.of(options));
    words.add(file.toString());
    return Tool.run("script", "-qec", String.join(" ", words), "/dev/null").replace("\r", "");
  }

  @Test
  void fileThatIsMovedAwayIsBegunAnew() throws Exception {
    Path log = folder.resolve("log");
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "while :; do echo line; sleep 0.1; done"]
                output: {file: log}
            """)) {
      Eventually.await("the log is written", () -> Files.exists(log) && Files.size(log) > 0);
      Files.move(log, folder.resolve("moved"));

      Eventually.await("it is begun anew", () -> Files.exists(log) && Files.size(log) > 0);
      run.stop();
      assertThat(folder.resolve("moved")).isNotEmptyFile();
      assertThat(run.ostler().errors()).isEmpty();
    }
  }

  @Test
  void filesAreRotatedAndOldOnesDropped() throws Exception {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  web:
                    command: [seq, -f, "line%04.0f", "1", "1000"]
                    oneShot: true
                    output: {file: log, size: 1000, keep: 2}
                """)
            .run();

    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(folder.resolve("log")).exists();
    assertThat(folder.resolve("log.2")).exists();
    assertThat(folder.resolve("log.3")).doesNotExist();
    List<String> kept =
        List.of(
            Files.readString(folder.resolve("log.2")),
            Files.readString(folder.resolve("log.1")),
            Files.readString(folder.resolve("log")));
    assertThat(kept).allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(1000));
    assertThat(String.join("", kept)).endsWith("line0999\nline1000\n");
  }

  @Test
  void lastLinesOfWhatNobodySeesAreShownWhenItFails() {
    Result result =
        FileRun.command(
                folder,
                """
                processes:
                  hidden: {command: [sh, -c, "echo early; echo cannot bind >&2; exit 3"], restart: no, output: discard}
                  seen: {command: [sh, -c, "echo seen; exit 4"], restart: no, output: prefix, after: {hidden: started}}
                """)
            .run();

    assertThat(result.output()).isEqualTo("seen | seen\n");
    assertThat(result.errors())
        .contains("ostler: hidden exited with status 3\n")
        .contains("ostler: the last lines of hidden:\n  early\n  cannot bind\n")
        .contains("ostler: seen exited with status 4\n")
        .hasLineCount(5);
  }

  @Test
  void lastLinesAreShownOfWhatDoesNotBecomeReady() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo waiting for db; exec sleep 60"]
                output: {file: log}
                ready: {exec: ["false"], every: 20ms, within: 300ms}
                restart: no
            """)) {
      run.awaitSaid("the last lines of web:\n  waiting for db");

      assertThat(run.said()).startsWith("ostler: web: is not ready after 300 ms");
    }
  }

  @Test
  void whoHearsThatAProcessIsReadyFindsItsLineWritten() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "echo listening; exec sleep 60"]
                ready: {log: listening}
                output: {file: log}
            """)) {
      run.awaitReady("web");
      for (int restarts = 1; restarts <= 20; restarts++) {
        run.change(Verb.RESTART, "web");

        assertThat(folder.resolve("log")).hasContent("listening\n".repeat(1 + restarts));
      }
    }
  }

  @Test
  void linesAreKeptAndFollowed() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web: {command: [sh, -c, "echo one; echo two >&2; exec sleep 60"], output: discard}
              other: {command: [sh, -c, "echo other; exec sleep 60"], output: prefix}
            """)) {
      run.ostler().awaitOutput("other | other\n");
      Eventually.await(
          "both lines are kept", () -> run.control().logs(List.of("web"), 9).size() == 2);

      assertThat(run.control().logs(List.of("web"), 9))
          .extracting(LogLine::text)
          .containsExactlyInAnyOrder("one", "two");
      try (Subscription<LogLine> lines = run.control().followLogs(List.of("web"), 0)) {
        Iterator<LogLine> next = lines.iterator();
        run.change(Verb.RESTART, "web");

        assertThat(List.of(next.next().text(), next.next().text()))
            .containsExactlyInAnyOrder("one", "two");
      }
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void whoFollowsAllFollowsThoseThatComeLaterToo() throws Exception {
    String web = "processes:\n  web: {command: [sleep, \"60\"], output: discard}\n";
    try (FileRun run = FileRun.controlled(folder, web)) {
      run.awaitReady("web");
      try (Subscription<LogLine> lines = run.control().followLogs(List.of(), 0)) {
        run.rewrite(
            web + "  later: {command: [sh, -c, \"echo later; exec sleep 60\"], output: discard}\n");
        run.control().reload(false, Optional.of(Duration.ofSeconds(20)));

        assertThat(lines.iterator().next().text()).isEqualTo("later");
      }
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void commandLineFollowsTheLinesOverARestart() throws Exception {
    try (FileRun run =
            FileRun.controlled(
                folder,
                """
                processes:
                  web: {command: [sh, -c, "echo line; exec sleep 60"], output: discard}
                """);
        OstlerProcess following = follow(run)) {
      following.awaitOutput("line\n");
      run.change(Verb.RESTART, "web");
      following.awaitOutput("line\nline\n");

      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
      assertThat(following.awaitExit()).isEqualTo(69);
    }
  }

  private OstlerProcess follow(FileRun run) {
    run.awaitReady("web");
    return OstlerCommand.of("ctl", "logs", "-f", "web")
        .with("OSTLER_SOCKET", folder.resolve("control").toString())
        .start();
  }
}
