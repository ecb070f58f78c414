package dev.ostler.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/*
 * What commands read on their path to work, such as the options of `run`, stays in their classes;
 * this is made when somebody asks about commands.
 */
/** All commands, in the order in which people are told of them. */
final class Commands {
  static final List<Command> ALL =
      Stream.of(
              Stream.of(run(), ctl(), fleet(), GatewayCommands.GATEWAY),
              GatewayCommands.APPS.stream(),
              Stream.of(check(), doctor(), schema(), demo(), containerRun()),
              Stream.of(completion(), version(), help()))
          .flatMap(commands -> commands)
          .toList();

  private Commands() {}

  /** The command that words name, as far as they go: {@code fleet plan}, or {@code fleet}. */
  static Optional<Command> find(List<String> words) {
    Optional<Command> found = Optional.empty();
    for (String word : words) {
      Optional<Command> next =
          found.isEmpty()
              ? ALL.stream().filter(command -> command.name().equals(word)).findFirst()
              : found.get().command(word);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      found = next;
    }
    return found;
  }

  private static Command run() {
    return Command.of("run", "[OPTION...] -- COMMAND [ARG...]", "run a command and look after it")
        .or("FILE")
        .does(
            """
            Runs a command and looks after it: forwards signals, reaps orphans, stops in order,
            and exits as the command did.

            With a FILE: any number of processes, with order, readiness, health, and configuration that is
            rolled back if it does not work. 'ostler check FILE' says what is wrong with it. A whole file:

              processes:
                web:
                  command: [nginx, -g, "daemon off;"]
                  ready: {http: "http://127.0.0.1:80/"}
              control: /run/ostler.sock

            The options are for a command; a FILE says everything itself, but for --no-color.\
            """)
        .with(RunCommand.OPTIONS)
        .with(Option.ALWAYS)
        .exiting("1", "what was asked for cannot be had; or a process of FILE was given up")
        .exiting("65", "the file is bad")
        .exiting("69", "Ostler cannot start: no /proc, no glibc, no Java; nothing was started")
        .exiting("75", "another process looks after --target, or a target of FILE")
        .exiting("126", "the command is not executable")
        .exiting("127", "the command is not there")
        .exiting("128+N", "signal N ended the command")
        .exiting("any other", "the command's own");
  }

  private static Command ctl() {
    return Command.of("ctl", "COMMAND [OPTION...]", "talk to a running 'ostler run'")
        .does(
            """
            Talks to a running 'ostler run' that has a control socket. Where no PROCESS is named, all are
            meant.\
            """)
        .with(CtlCommands.SHARED)
        .having(CtlCommands.ALL);
  }

  private static Command fleet() {
    return Command.of("fleet", "COMMAND [OPTION...]", "containers and their files on many hosts")
        .does("Brings the containers of many hosts, and the files in them, to what one file says.")
        .with(Option.ALWAYS)
        .having(FleetCommands.ALL);
  }

  private static Command check() {
    return Command.of("check", "[OPTION...] FILE...", "say what is wrong with files")
        .does(
            """
            Says everything that is wrong with files of 'ostler run', 'ostler fleet' and 'ostler gateway',
            each with line and column, and starts nothing.\
            """)
        .with(Option.ANSWERING)
        .exiting("1", "a file cannot be read")
        .exiting("65", "something is wrong with one");
  }

  private static Command doctor() {
    return Command.of(
            "doctor",
            "[OPTION...] [run|fleet|gateway]",
            "what this machine has and lacks for each job")
        .does(
            """
            Looks at what this machine has and lacks for a job, or for all of them, says why it matters and
            what to do. Changes nothing, and takes a few seconds at most.\
            """)
        .with(Option.ANSWERING)
        .reading("DOCKER_HOST", "a container engine to look at, beside the usual sockets")
        .reading("XDG_RUNTIME_DIR", "the folder with the sockets of a user's own engines")
        .reading("SSH_AUTH_SOCK", "the SSH agent")
        .reading("KUBECONFIG", "the cluster, where it is not the one that this runs in")
        .reading("OSTLER_SOCKET", "where 'ostler run' listens (/run/ostler.sock)")
        .exiting("69", "something that is needed is missing");
  }

  private static Command schema() {
    return Command.of(
            "schema", "[OPTION...] run|fleet|gateway", "JSON Schema of a file, for editors")
        .does(
            """
            Prints the JSON Schema of the file of 'ostler run', 'ostler fleet' or 'ostler gateway', by
            which editors complete and check it.\
            """)
        .with(Option.COMMON);
  }

  private static Command demo() {
    return Command.of("demo", "[OPTION...]", "see it work on this machine")
        .does(
            """
            Starts a small web app on this machine, looked after by 'ostler run' and resting behind
            'ostler gateway', and says what to try.\
            """)
        .with(DemoCommand.OPTIONS)
        .with(Option.ALWAYS);
  }

  private static Command containerRun() {
    return Command.of(
            "container-run", "[OPTION...] -- COMMAND [ARG...]", "drop-in for quarks-container-run")
        .does(
            """
            Does what quarks-container-run does: runs a command that the words STOP and START, sent as datagrams
            to BASE/data/JOB/PROCESS_containerrun.sock, suspend and resume.\
            """)
        .with(ContainerRunCommand.OPTIONS)
        .with(List.of(Option.HELP))
        .reading("OSTLER_BASE", "the folder BASE (/var/vcap)")
        .exiting("1", "something that was asked for cannot be had, or no command is given")
        .exiting("any other", "the command's own, as with 'ostler run'");
  }

  private static Command completion() {
    return Command.of(
            "completion", "[OPTION...] bash|zsh|fish", "what a shell completes commands by")
        .does(
            """
            Prints what a shell needs to complete commands of Ostler. Packages install it; by hand:

              bash  source <(ostler completion bash)
              zsh   ostler completion zsh >"${fpath[1]}/_ostler"
              fish  ostler completion fish >~/.config/fish/completions/ostler.fish\
            """)
        .with(Option.COMMON);
  }

  private static Command version() {
    return Command.of("version", "[OPTION...]", "print the version").with(Option.ANSWERING);
  }

  private static Command help() {
    return Command.of("help", "[SUBJECT...]", "say what a command does, as --help")
        .with(Option.COMMON);
  }
}
