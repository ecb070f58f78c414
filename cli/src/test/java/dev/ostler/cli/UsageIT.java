package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageIT {
  private static final String ADDRESS =
      "; expected HOST:PORT with a port from 1 to 65535, such as 127.0.0.1:9700";

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsOneSentenceAnd64(List<String> arguments, String message) {
    assertThat(OstlerCommand.of(arguments.toArray(String[]::new)).run())
        .isEqualTo(new Result(64, "", "ostler: " + message + "\n"));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(List.of("frobnicate"), "unknown command 'frobnicate'; see ostler --help"),
        arguments(List.of("rum"), "unknown command 'rum'; did you mean run?"),
        arguments(List.of("completion"), "one shell is required: ostler completion bash|zsh|fish"),
        arguments(List.of("version", "x"), "unexpected argument 'x'"),
        arguments(List.of("fleet", "plan", "--tail", "1"), "unknown option --tail"),
        arguments(
            List.of("fleet", "status", "--output", "markdown"),
            "--output must be text or json, got 'markdown'"),
        arguments(
            List.of("check", "--output", "yaml", "a"), "--output must be text or json, got 'yaml'"),
        arguments(
            List.of("run"),
            "a command or a file is required: ostler run [OPTION...] -- COMMAND [ARG...], or ostler"
                + " run FILE"),
        arguments(
            List.of("run", "--restart", "always", "web.yaml"),
            "cannot run web.yaml with options or arguments: a file says everything itself; to run"
                + " it as a command, write ostler run [OPTION...] -- web.yaml"),
        arguments(List.of("check"), "a file is required: ostler check FILE..."),
        arguments(
            List.of("schema"), "one kind of file is required: ostler schema run|fleet|gateway"),
        arguments(
            List.of("schema", "pub"),
            "no such kind of file 'pub'; there are run, fleet and gateway: ostler schema run|fleet|gateway"),
        arguments(
            List.of("fleet"),
            "a command is required: ostler fleet COMMAND [OPTION...]; see ostler fleet --help"),
        arguments(List.of("fleet", "aply"), "unknown command 'fleet aply'; did you mean apply?"),
        arguments(List.of("fleet", "up"), "unknown command 'fleet up'; see ostler fleet --help"),
        arguments(
            List.of("fleet", "plan", "web.yaml"),
            "unexpected argument 'web.yaml'; options choose the file (-f), hosts (--host) and"
                + " containers (--only)"),
        arguments(List.of("apps", "--gateway", "localhost"), "no address: 'localhost'" + ADDRESS),
        arguments(
            List.of("wake", "shop", "--gateway", "localhost:99999"),
            "no address: 'localhost:99999'" + ADDRESS),
        arguments(List.of("idle", "shop", "--gateway", "a:0"), "no address: 'a:0'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "::1:80"), "no address: '::1:80'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "[::x]:80"), "no address: '[::x]:80'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "[1:2]:80"), "no address: '[1:2]:80'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "me@a:80"), "no address: 'me@a:80'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "a/b:80"), "no address: 'a/b:80'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "a b:80"), "no address: 'a b:80'" + ADDRESS),
        arguments(List.of("apps", "--gateway", "a|b:80"), "no address: 'a|b:80'" + ADDRESS),
        arguments(
            List.of("apps", "--gateway", "http://a:80"), "no address: 'http://a:80'" + ADDRESS),
        arguments(List.of("ctl", "statsu"), "unknown command 'ctl statsu'; did you mean status?"),
        arguments(List.of("ctl"), "a command is required; see ostler ctl --help"),
        arguments(
            List.of("ctl", "signal", "HPU"),
            "ctl signal: no such signal 'HPU': give a name such as TERM or a number from 1 to 64"),
        arguments(
            List.of("run", "--"),
            "a command or a file is required: ostler run [OPTION...] -- COMMAND [ARG...], or ostler"
                + " run FILE"),
        arguments(
            List.of("run", "--restrat", "always", "--", "true"),
            "unknown option --restrat; did you mean --restart?"),
        arguments(List.of("run", "--frobnicate", "true"), "unknown option --frobnicate"),
        arguments(
            List.of("run", "--log-format", "xml", "--", "true"),
            "--log-format must be text or json, got 'xml'"),
        arguments(List.of("run", "-x", "true"), "unknown option -x; options begin with --"),
        arguments(
            List.of("run", "--stop-signal"),
            "option --stop-signal needs an argument: --stop-signal SIGNAL"),
        arguments(List.of("run", "--group=yes", "true"), "option --group takes no argument"),
        arguments(
            List.of("run", "--stop-signal", "TREM", "true"),
            "--stop-signal: no such signal 'TREM': give a name such as TERM or a number from 1 to"
                + " 64"),
        arguments(
            List.of("run", "--stop-within", "10", "true"),
            "--stop-within must be a number with a unit such as 500ms, 10s, 5m or 1h, got '10'"),
        arguments(
            List.of("run", "--umask", "0888", "true"),
            "--umask must be 0 to 777 (octal), got '0888'"),
        arguments(List.of("run", "--nice", "20", "true"), "--nice must be -20 to 19, got '20'"),
        arguments(
            List.of("run", "--restart", "sometimes", "true"),
            "--restart must be no, on-failure or always, got 'sometimes'"),
        arguments(
            List.of("run", "--rewrite", "TERM", "true"),
            "--rewrite must be FROM=TO, such as TERM=QUIT, got 'TERM'"),
        arguments(
            List.of("run", "--rewrite", "KILL=TERM", "true"),
            "--rewrite: KILL is never forwarded, got 'KILL=TERM'"),
        arguments(
            List.of("run", "--activation", "", "true"), "option --activation must not be empty"),
        arguments(List.of("run", "--socket=", "true"), "option --socket must not be empty"),
        arguments(List.of("run", ""), "the name of a file must not be empty"),
        arguments(List.of("check", "ostler.yaml", ""), "the name of a file must not be empty"),
        arguments(List.of("gateway", "--check", ""), "the name of a file must not be empty"),
        arguments(
            List.of("run", "--working-directory=", "true"),
            "option --working-directory must not be empty"),
        arguments(
            List.of("run", "--archive=", "--target=a", "true"),
            "option --archive must not be empty"),
        arguments(
            List.of("run", "--archive=a", "--file=b", "--target=c", "true"),
            "--archive and --file exclude each other"),
        arguments(
            List.of("run", "--reload", "HUP", "true"),
            "--reload needs --archive, --directory or --file: where it comes from"),
        arguments(
            List.of("run", "--file=a", "--target=b", "--check", "sh -c 'x", "true"),
            "--check: a quote is not closed: sh -c 'x"),
        arguments(
            List.of("run", "--archive", "/tmp/a.tar", "true"),
            "--archive needs --target: what to keep up to date"),
        arguments(
            List.of("run", "--target", "/tmp/a", "true"),
            "--target needs --archive, --directory or --file: where it comes from"));
  }
}
