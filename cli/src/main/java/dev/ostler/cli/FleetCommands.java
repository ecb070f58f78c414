package dev.ostler.cli;

import java.util.List;
import java.util.stream.Stream;

/** The commands of {@code ostler fleet}. */
final class FleetCommands {
  private static final Option FILE =
      new Option("file", "FILE", "the fleet's file (default fleet.yaml)", 'f');
  private static final Option STATE =
      new Option("state", "FILE", "what is remembered (default: beside the file)");
  private static final Option HOST = new Option("host", "HOST", "only this host (repeatable)");
  private static final Option ONLY =
      new Option("only", "CONTAINER", "only this container (repeatable)");
  private static final Option DEEP =
      new Option("deep", "", "look also for what was changed by hand and no list shows");
  private static final Option PARALLEL = new Option("parallel", "N", "hosts at once (default 32)");
  private static final Option LOCK_WAIT =
      new Option("lock-wait", "TIME", "how long to wait for a lock (default 0s)");
  private static final Option TIMEOUT =
      new Option("timeout", "TIME", "begin nothing more after that time");
  private static final Option SKIP =
      new Option("skip-unreachable", "", "leave out hosts that do not answer");
  private static final Option PRUNE =
      new Option("prune", "", "also files of hosts that the fleet has written and no longer has");
  private static final Option DRY_RUN =
      new Option("dry-run", "", "only say what would be done, as plan does");
  private static final Option YES = new Option("yes", "", "do not ask before removing containers");

  private static final List<Option> LOOKING =
      List.of(FILE, STATE, HOST, ONLY, PARALLEL, Option.OUTPUT);
  private static final List<Option> PLANNING =
      List.of(
          FILE,
          STATE,
          HOST,
          ONLY,
          DEEP,
          PRUNE,
          PARALLEL,
          new Option("out", "FILE", "write the plan there, for apply FILE"),
          new Option(
              "output", "text|json|markdown", "for people (default), programs, pull requests"));
  private static final List<Option> CHANGING =
      List.of(
          FILE,
          STATE,
          HOST,
          ONLY,
          DEEP,
          PARALLEL,
          LOCK_WAIT,
          TIMEOUT,
          SKIP,
          DRY_RUN,
          YES,
          Option.OUTPUT);
  private static final String WOULD_BE_DONE = "something would be done (plan, or --dry-run)";
  private static final Option OUT = new Option("out", "FILE", "write it there");

  static final List<Command> ALL =
      Stream.of(
              of("plan", "", "say what would be done and why", PLANNING)
                  .exiting("2", WOULD_BE_DONE),
              of(
                      "apply",
                      "[FILE]",
                      "bring hosts to what the file says, or do as a plan says",
                      CHANGING)
                  .with(List.of(PRUNE)),
              of("status", "", "what is there", LOOKING).with(List.of(DEEP)),
              of(
                  "rollback",
                  "",
                  "back to the containers before, which are kept; the present ones are removed",
                  CHANGING),
              of("start", "", "start containers that are stopped", CHANGING),
              of("stop", "", "stop containers", CHANGING),
              of("pause", "", "freeze containers where they are", CHANGING),
              of("unpause", "", "let frozen containers go on", CHANGING),
              of("destroy", "", "remove all of the fleet's containers", CHANGING)
                  .with(List.of(PRUNE)),
              of(
                      "prune",
                      "",
                      "remove containers that are kept, and images and files no longer wanted",
                      CHANGING)
                  .with(
                      List.of(new Option("keep", "N", "earlier containers that stay (default 0)"))),
              of("logs", "[CONTAINER...]", "what containers write, on all hosts", LOOKING)
                  .with(
                      List.of(
                          new Option("follow", "", "go on with what is written from now on"),
                          new Option("tail", "N", "only the last lines"),
                          new Option("since", "TIME", "only those of the time before now"))),
              of("exec", "CONTAINER COMMAND [ARG...]", "run a command in it, on all hosts", LOOKING)
                  .with(
                      List.of(
                          new Option("interactive", "", "give it the standard input", 'i'),
                          new Option("tty", "", "run it at a terminal", 't'))),
              of("events", "", "what happens to containers, as it happens", LOOKING),
              of(
                  "adopt",
                  "CONTAINER[=NAME-OR-ID]...",
                  "go on with containers that were made otherwise",
                  LOOKING),
              of("convert", "", "write a file of libflexkube in our own form", List.of(FILE, OUT)),
              of(
                  "export",
                  "",
                  "write what is there in the form of libflexkube",
                  List.of(FILE, STATE, PARALLEL, OUT)),
              of(
                  "unlock",
                  "",
                  "say who works on the hosts, and end their locks",
                  List.of(
                      FILE,
                      STATE,
                      HOST,
                      PARALLEL,
                      new Option("yes", "", "end the locks"),
                      Option.OUTPUT)))
          .map(FleetCommands::withWhatChangesNeed)
          .map(FleetCommands::withWhatHostsNeed)
          .map(command -> command.with(Option.COMMON).exiting("65", "the file is bad"))
          .toList();

  private FleetCommands() {}

  private static Command withWhatChangesNeed(Command command) {
    // By the name: how records compare is made at its first use, by eight classes.
    String name = DRY_RUN.name();
    boolean changes = command.options().stream().anyMatch(option -> option.name().equals(name));
    return changes
        ? command
            .reading(
                "DOCKER_CONFIG", "the folder of config.json, with logins of registries (~/.docker)")
            .exiting("2", WOULD_BE_DONE)
        : command;
  }

  /** Only a conversion asks none. */
  private static Command withWhatHostsNeed(Command command) {
    return command.name().equals("convert")
        ? command
        : command
            .reading("SSH_AUTH_SOCK", "the SSH agent, for hosts that are reached through SSH")
            .exiting("69", "a host does not answer")
            .exiting("75", "somebody else works on a host");
  }

  private static Command of(String name, String operands, String summary, List<Option> options) {
    return Command.of(name, ("[OPTION...] " + operands).strip(), summary)
        .with(options)
        .exiting("1", "something failed");
  }
}
