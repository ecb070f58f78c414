package dev.ostler.supervisor;

import dev.ostler.configuration.ValuePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All commands that a run file names, with their places. */
final class RunFileCommands {
  private final Map<ValuePath, List<String>> all = new LinkedHashMap<>();

  private RunFileCommands() {}

  static Map<ValuePath, List<String>> of(ProcessSettings process, ValuePath path) {
    RunFileCommands commands = new RunFileCommands();
    commands.put(path.key("command"), process.command());
    process
        .ready()
        .flatMap(ProbeSettings.Ready::exec)
        .ifPresent(exec -> commands.put(path.key("ready").key("exec"), exec));
    process.alive().ifPresent(alive -> commands.addAll(alive, path.key("alive")));
    process
        .stop()
        .drain()
        .ifPresent(
            drain -> commands.put(path.key("stop").key("drain").key("command"), drain.command()));
    process.postStart().ifPresent(post -> commands.addAll(post, path.key("postStart")));
    return commands.all;
  }

  static Map<ValuePath, List<String>> of(ConfigurationSettings configuration, ValuePath path) {
    RunFileCommands commands = new RunFileCommands();
    commands.put(path.key("check"), configuration.check());
    commands.addAll(configuration.then(), path.key("then"));
    return commands.all;
  }

  private void put(ValuePath path, List<String> command) {
    if (!command.isEmpty()) {
      all.put(path, command);
    }
  }

  private void addAll(ProbeSettings.Alive alive, ValuePath path) {
    alive.exec().ifPresent(exec -> put(path.key("exec"), exec));
    if (alive.then() instanceof ProbeSettings.Remedy.Run run) {
      put(path.key("then").key("command"), run.command());
    }
  }

  private void addAll(PostStartSettings postStart, ValuePath path) {
    put(path.key("command"), postStart.command());
    put(path.key("condition"), postStart.condition());
  }

  private void addAll(ConfigurationSettings.Reaction reaction, ValuePath path) {
    switch (reaction) {
      case ConfigurationSettings.Reaction.Run run -> put(path.key("command"), run.command());
      case ConfigurationSettings.Reaction.ByPath byPath -> {
        for (int i = 0; i < byPath.rules().size(); i++) {
          addAll(byPath.rules().get(i).then(), path.item(i).key("then"));
        }
      }
      case ConfigurationSettings.Reaction.None _,
          ConfigurationSettings.Reaction.Send _,
          ConfigurationSettings.Reaction.Restart _ -> {}
    }
  }
}
