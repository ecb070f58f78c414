package dev.ostler.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Without streams and comparisons of records: health checks call `ostler ctl` every few seconds,
 * and the first of each would cost them a millisecond.
 */
/** The commands of {@code ostler ctl}. */
final class CtlCommands {
  private static final Option CHECK = new Option("check", "", "exit 0 if all is live, 1 otherwise");
  private static final Option READY =
      new Option("ready", "", "with --check: all must be ready, too");
  private static final Option NO_WAIT = new Option("no-wait", "", "do not wait until it is done");
  private static final Option WITHIN =
      new Option("within", "TIME", "how long to wait until it is done (default 1m)");
  private static final Option DRY_RUN = new Option("dry-run", "", "only show what would be done");
  private static final Option FOLLOW = new Option("follow", "", "go on with what comes", 'f');
  private static final Option LINES =
      new Option("lines", "N", "how many of the last lines (default 100)", 'n');

  private static final Option SOCKET =
      new Option("socket", "FILE", "where it listens (default: OSTLER_SOCKET, /run/ostler.sock)");

  private static final String STARTING =
      """
      Has processes run, each when those that it follows have come far enough. Where no PROCESS is
      named, all are meant but those with 'autostart: false' that nobody has started.
      """;

  private static final String RESTARTING =
      """
      Stops and starts processes: who follows another is stopped before it and started after it.
      Where no PROCESS is named, all are meant but those with 'autostart: false' that nobody has
      started.
      """;

  /** What all of them take. */
  static final List<Option> SHARED = shared();

  static final List<Command> ALL =
      List.of(
          of("status", "[PROCESS...]", "what is there and what it does", CHECK, READY),
          of("start", "[PROCESS...]", "have processes run", NO_WAIT, WITHIN).does(STARTING),
          of("stop", "[PROCESS...]", "stop processes", NO_WAIT, WITHIN),
          of("restart", "[PROCESS...]", "stop and start processes", NO_WAIT, WITHIN)
              .does(RESTARTING),
          of("suspend", "[PROCESS...]", "have processes rest until they resume", NO_WAIT, WITHIN),
          of("resume", "[PROCESS...]", "have suspended processes run again", NO_WAIT, WITHIN),
          of("signal", "SIGNAL [PROCESS...]", "send a signal"),
          of("reload", "", "read the file again", DRY_RUN, NO_WAIT, WITHIN),
          of("logs", "[PROCESS...]", "what processes wrote", FOLLOW, LINES),
          of("events", "", "what happens, as it happens"),
          of("metrics", "", "figures, as Prometheus reads them"));

  /** The options of all of them, for reading a line before its command is known. */
  static final List<Option> OPTIONS = options();

  private CtlCommands() {}

  private static List<Option> shared() {
    List<Option> shared = new ArrayList<>(List.of(SOCKET));
    shared.addAll(Option.ANSWERING);
    return List.copyOf(shared);
  }

  private static List<Option> options() {
    Map<String, Option> all = new LinkedHashMap<>();
    for (Command command : ALL) {
      for (Option option : command.options()) {
        all.put(option.name(), option);
      }
    }
    return List.copyOf(all.values());
  }

  private static Command of(String name, String operands, String summary, Option... own) {
    return Command.of(name, ("[OPTION...] " + operands).strip(), summary)
        .with(List.of(own))
        .with(SHARED)
        .reading("OSTLER_SOCKET", "where it listens, unless --socket says so")
        .exiting("1", "something failed")
        .exiting("69", "nobody listens");
  }
}
