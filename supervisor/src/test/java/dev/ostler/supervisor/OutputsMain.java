package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.entrypoint.WatchOptions;
import dev.ostler.linux.ChildCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Supervises shell commands with {@link Outputs}, as {@code ostler run} does, until all have ended
 * as often as they shall. Arguments: how often, then {@code NAME=MODE=COMMAND} each; a MODE that is
 * a path is a file.
 */
final class OutputsMain {
  private final Entrypoint entrypoint;
  private final Outputs outputs;
  private final Map<ProcessHandler, Integer> runsLeft = new HashMap<>();

  private OutputsMain(Entrypoint entrypoint) {
    this.entrypoint = entrypoint;
    this.outputs = new Outputs(entrypoint, MessageFormat.TEXT, false, InstantSource.system());
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    try (Entrypoint entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults())) {
      OutputsMain main = new OutputsMain(entrypoint);
      for (int i = 1; i < arguments.length; i++) {
        main.add(arguments[i].split("=", 3), Integer.parseInt(arguments[0]));
      }
      main.loop();
    }
  }

  private void add(String[] words, int runs) throws IOException {
    outputs.add(words[0], OutputPlan.of(mode(words[1])));
    ChildCommand command = ChildCommand.of(List.of("/bin/sh", "-c", words[2]), System.getenv());
    ProcessHandler process = entrypoint.process(words[0], outputs.connect(words[0], command));
    runsLeft.put(process, runs);
    process.start();
  }

  private static OutputMode mode(String word) {
    return switch (word) {
      case "inherit" -> new OutputMode.Inherit();
      case "plain" -> new OutputMode.Plain();
      case "prefix" -> new OutputMode.Prefixed();
      case "json" -> new OutputMode.Json();
      case "discard" -> new OutputMode.Discard();
      default -> new OutputMode.ToFile(Path.of(word), 100L << 20, 2);
    };
  }

  private void loop() {
    for (Event event : entrypoint.events()) {
      if (!outputs.happened(event) && event instanceof ProcessEvent change) {
        handle(change);
      }
      if (runsLeft.isEmpty() && outputs.isFinished()) {
        break;
      }
    }
    outputs.close();
  }

  private void handle(ProcessEvent event) {
    ProcessHandler process = event.handler();
    switch (event) {
      case ProcessEvent.Started started -> outputs.started(process.name(), started.pid());
      case ProcessEvent.Ended ended ->
          outputs.ended(
              process.name(),
              ended.exit().shellStatus() == 0
                  ? Optional.empty()
                  : Optional.of(
                      process.name() + " ended with status " + ended.exit().shellStatus()));
      case ProcessEvent.GroupEnded _ -> again(process);
      case ProcessEvent.FailedToStart _, ProcessEvent.Suspended _ -> {}
    }
  }

  private void again(ProcessHandler process) {
    int left = runsLeft.merge(process, -1, Integer::sum);
    if (left > 0) {
      process.start();
    } else {
      runsLeft.remove(process);
      if (runsLeft.isEmpty()) {
        outputs.finish();
      }
    }
  }
}
