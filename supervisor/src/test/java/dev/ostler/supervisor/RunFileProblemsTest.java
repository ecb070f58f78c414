package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ostler.configuration.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a run file is said before anything starts. */
class RunFileProblemsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {processes: {}}                                   | 1:13: processes: found an empty mapping, expected one that is not empty
          {services: {web: {image: i}}, volumes: {}}        | 1:2: services: found a file of Docker Compose, which Ostler does not read; write it as one of 'ostler fleet', as docs/migration/from-compose.md shows
          {hosts: {a: {ssh: x}}, containers: {}}            | 1:2: hosts: found a file of 'ostler fleet', expected one of 'ostler run'; see what it would do with ostler fleet plan -f FILE
          {listen: ":80", apps: {}}                         | 1:17: apps: found a file of 'ostler gateway', expected one of 'ostler run'; start it with ostler gateway FILE
          {processes: {"a b": {command: [sh]}}}             | 1:1: found the name 'a b', expected letters, digits, '-', '_' and '.', a letter or digit first
          {processes: {a: {command: sh}}}                   | 1:27: processes.a.command: found 'sh', expected a list
          {processes: {a: {comand: [sh]}}}                  | 1:18: processes.a.comand: found an unknown key; did you mean 'command'
          {processes: {a: {command: [sh], autostart: false}}} | 1:44: processes.a.autostart: found false in a file without 'control', expected one with it: nobody could start it
          {control: /x, processes: {a: {command: [sh], autostart: false}, b: {command: [sh], after: [a]}}} | 1:92: processes.b.after.a: found 'a', which has 'autostart: false', expected a process that starts by itself, or 'autostart: false' here too
          {processes: {a: {command: [sh], after: [a]}}}     | 1:40: processes.a.after: found a cycle, expected an order: a after a
          {processes: {a: {command: [sh], umask: 8}}}       | 1:40: processes.a.umask: found '8', expected octal digits from 0 to 0777, such as 0640
          {processes: {a: {command: [sh], limits: {fds: 1}}}} | 1:42: processes.a.limits.fds: found 'fds', expected cpu, file-size, data, stack, core, processes, open-files, locked-memory or address-space
          {processes: {a: {command: [sh], stop: {signal: TRM}}}} | 1:48: processes.a.stop.signal: no such signal 'TRM': give a name such as TERM or a number from 1 to 64
          {processes: {a: {command: [sh], stop: {signal: INT, steps: [{signal: TERM, within: 1s}]}}}} | 1:39: processes.a.stop: found steps with signal or within, expected either steps or those
          {processes: {a: {command: [sh], ready: {http: "https://[::1]/"}}}} | 1:40: processes.a.ready: cannot probe this URL: only http is spoken; use exec with a client for anything else
          {processes: {a: {command: [sh], ready: {tcp: "db:80"}}}} | 1:40: processes.a.ready: cannot probe 'db': only localhost and addresses are, for a name server that fails must not make a process look dead; give an address such as 127.0.0.1, or use exec
          {processes: {a: {command: [sh], ready: {tcp: "[::1]:80", status: 200}}}} | 1:40: processes.a.ready: found status or header without http, expected them with
          {processes: {a: {command: [sh], ready: {http: "http://[::1]/", status: 99}}}} | 1:72: processes.a.ready.status: found '99', expected a status from 200 to 599, or a range such as 200-299
          {processes: {a: {command: [sh], ready: {within: 3s}}}} | 1:40: processes.a.ready: found none of them, expected exactly one of exec, http, tcp, log, notify or descriptor
          {processes: {a: {command: [sh], ready: {descriptor: 2}}}} | 1:53: processes.a.ready.descriptor: found '2', expected a whole number from 3 to 9
          {processes: {a: {command: [sh], alive: {exec: [sh], log: x}}}} | 1:53: processes.a.alive.log: found an unknown key, expected exec, http, tcp, notify, status, header, every, timeout, failures, successes, delay or then
          {processes: {a: {command: [sh], ready: {log: "("}}}} | 1:46: processes.a.ready.log: '(' is not a regular expression: Unclosed group
          {processes: {a: {command: [sh], ready: {tcp: "80"}}}} | 1:46: processes.a.ready.tcp: found '80', expected HOST:PORT, such as 127.0.0.1:9600
          {processes: {a: {command: [sh], ready: {notify: true}, oneShot: true}}} | 1:17: processes.a: found oneShot with ready or alive, expected only one: a one-shot is ready when it has ended with success
          {processes: {a: {command: [sh], restart: {first: 1m}}}} | 1:42: processes.a.restart: found limit below first, expected it at least as long
          {processes: {a: {command: [sh], success: [256]}}} | 1:43: processes.a.success[0]: found '256', expected a status from 0 to 255 or a signal's name
          {processes: {a: {command: [sh], output: file}}}   | 1:41: processes.a.output: found 'file', expected inherit, plain, prefix, json, discard or a mapping with file
          {processes: {a: {command: [sh]}}, signals: {KILL: TERM}} | 1:51: signals.KILL: found KILL, expected a signal that Ostler can receive
          {processes: {a: {command: [sh]}}, activation: {file: /x, processes: [b]}} | 1:70: activation.processes[0]: found 'b', expected the name of a process; did you mean 'a'
          {processes: {a: {command: [sh]}}, control: /x, datagrams: /x} | 1:59: datagrams.socket: found /x, expected another socket than that of 'control'
          {processes: {a: {command: [sh]}}, control: {socket: /x, group: root, mode: 600}} | 1:76: control.mode: found 0600, which keeps group 'root' out, expected it to let the group write, such as 0660
          {processes: {a: {command: [sh]}}, control: {mode: 600, socket: /LONG}} | 1:64: control.socket: found /LONG, expected a shorter path: that of a socket has at most 107 bytes
          {processes: {a: {command: [sh]}}, datagrams: /LONG} | 1:46: datagrams.socket: found /LONG, expected a shorter path: that of a socket has at most 107 bytes
          {processes: {a: {command: [sh]}}, metrics: "db:9600"} | 1:44: metrics.listen: found the name 'db', expected an address of this machine, such as 127.0.0.1, or localhost
          {processes: {a: {command: [sh], output: {file: /no/such/log}}}} | 1:48: processes.a.output.file: found /no/such/log, expected a file in a folder that is there
          {processes: {a: {command: [sh], output: {file: /dev/null}}}} | 1:48: processes.a.output.file: found /dev/null, expected a regular file
          {processes: {a: {command: [no-such-program]}}}    | 1:28: processes.a.command[0]: found 'no-such-program', expected a program in PATH, which is /usr/bin:/bin
          {processes: {a: {command: [/etc/passwd]}}}        | 1:28: processes.a.command[0]: found '/etc/passwd', expected a program that may be executed
          {processes: {a: {command: [sh, /no], postStart: [/no/such]}}} | 1:50: processes.a.postStart.command[0]: found '/no/such', expected a program that is there
          {processes: {a: {command: [sh], user: no-such-user}}} | 1:39: processes.a.user: cannot run as user 'no-such-user': there is no such user in /etc/passwd
          {processes: {a: {command: [sh], environmentFiles: /no/such}}} | 1:51: processes.a.environmentFiles[0]: cannot read the variables in /no/such: it is not there
          {processes: {a: {command: [sh]}}, configuration: {c: {target: /b}}} | 1:54: configuration.c: found none of them, expected exactly one of archive, directory or file
          {processes: {a: {command: [sh]}}, configuration: {c: {file: /a, archive: /a, target: /b}}} | 1:54: configuration.c: found archive and file, expected exactly one of archive, directory or file
          {processes: {a: {command: [sh]}}, configuration: {c: {file: /a, target: /b, then: {signal: {ab: HUP}}}}} | 1:97: configuration.c.then.signal.ab: found 'ab', expected the name of a process; did you mean 'a'
          {processes: {a: {command: [sh]}}, configuration: {c: {file: /a, target: /b, keepIf: {ready: a}}}} | 1:93: configuration.c.keepIf.ready[0]: found 'a', expected a process that has 'ready': how else would one see it
          {processes: {a: {command: [sh]}}, configuration: {c: {file: /a, target: /b}, d: {file: /a, target: /b/c}}} | 1:100: configuration.d.target: found /b/c, expected no part of the target of 'c', /b
          """)
  void isSaidAtItsPlace(String text, String problem) throws Exception {
    String tooLong = "x".repeat(107);
    Path file = Files.writeString(folder.resolve("run.yaml"), text.replace("LONG", tooLong));

    assertThat(catchThrowable(() -> RunFiles.read(file, ENVIRONMENT)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(file + ":" + problem.replace("LONG", tooLong));
  }

  @Test
  void allIsSaidAtOnce() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              web:
                command: [sh]
                after: [bd, cache]
              cache:
                command: [no-such-program]
                after: {db: started}
              db:
                command: [sh]
                after: [web]
            """);

    assertThat(catchThrowable(() -> RunFiles.read(file, ENVIRONMENT)))
        .hasMessage(
            """
            FILE:4:12: processes.web.after: found a cycle, expected an order: web after cache after db after web
            FILE:4:13: processes.web.after.bd: found 'bd', expected the name of a process; did you mean 'db'
            FILE:6:15: processes.cache.command[0]: found 'no-such-program', expected a program in PATH, which is /usr/bin:/bin\
            """
                .replace("FILE", file.toString()));
  }

  @Test
  void completionOfWhatRunsOnIsRefused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            "processes: {a: {command: [sh]}, b: {command: [sh], after: {a: completed}}}");

    assertThat(catchThrowable(() -> RunFiles.read(file, ENVIRONMENT)))
        .hasMessage(
            file
                + ":1:63: processes.b.after.a: found 'completed' for a, which runs on, expected it"
                + " to be a oneShot");
  }

  @Test
  void programIsLookedForWhereTheProcessWill() throws Exception {
    Path program = Files.writeString(folder.resolve("own"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("env"), "PATH=/nowhere\n");
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            "processes: {a: {command: [own], environmentFiles: env, environment: {PATH: "
                + folder
                + "}}, b: {command: [sh], environmentFiles: env}}");

    assertThat(catchThrowable(() -> RunFiles.read(file, ENVIRONMENT)))
        .hasMessageContaining(
            "processes.b.command[0]: found 'sh', expected a program in PATH, which is /nowhere")
        .hasMessageNotContaining("processes.a");
  }

  @Test
  void programThatComesWithAConfigurationNeedNotBeThereYet() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes: {a: {command: [/no/such/app/bin/app]}}
            configuration: {app: {archive: /a.tar, target: /no/such/app}}
            """);

    assertThat(RunFiles.read(file, ENVIRONMENT).processes()).containsOnlyKeys("a");
  }

  @Test
  void formAndMeaningAreWrongInOneRound() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            processes:
              first: {command: [sh], after: [second, nobody]}
              second: {comand: [sh], ready: {notify: true}}
              third: {command: [no-such-program]}
            configuration:
              site: {file: /a, target: /b, keepIf: {ready: [second, third]}}
              other: {archive: /c}
            metrics: nowhere
            """);

    assertThat(catchThrowable(() -> RunFiles.read(file, ENVIRONMENT)))
        .hasMessage(
            """
            FILE:2:42: processes.first.after.nobody: found 'nobody', expected the name of a process
            FILE:3:12: processes.second.comand: found an unknown key; did you mean 'command'
            FILE:4:21: processes.third.command[0]: found 'no-such-program', expected a program in PATH, which is /usr/bin:/bin
            FILE:6:57: configuration.site.keepIf.ready[1]: found 'third', expected a process that has 'ready': how else would one see it
            FILE:7:10: configuration.other.target: found nothing, expected a path
            FILE:8:10: metrics.listen: found 'nowhere', expected HOST:PORT, such as 127.0.0.1:9600\
            """
                .replace("FILE", file.toString()));
  }
}
