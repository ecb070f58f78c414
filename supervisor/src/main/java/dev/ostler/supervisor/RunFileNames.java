package dev.ostler.supervisor;

import dev.ostler.configuration.Problems;
import dev.ostler.configuration.Suggestion;
import dev.ostler.configuration.ValuePath;
import dev.ostler.linux.Signal;
import dev.ostler.linux.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what the parts of a run file say about one another. Looks at nothing else. */
final class RunFileNames {
  private static final int GROUP_WRITES = 0020;

  private final RunFile file;
  private final Problems problems;

  private RunFileNames(RunFile file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  static void check(RunFile file, Problems problems) {
    RunFileNames names = new RunFileNames(file, problems);
    file.processes().forEach(names::checkProcess);
    names.checkCycles();
    file.configuration().forEach(names::checkConfiguration);
    names.checkTargets();
    names.checkActivation();
    names.checkSignals();
    names.checkControl();
    names.checkSockets();
    names.checkMetrics();
  }

  private void checkProcess(String name, ProcessSettings process) {
    boolean controlled = file.control().isPresent() || problems.isLeftOut(ValuePath.of("control"));
    if (!process.autostart() && !controlled) {
      problems.add(
          ValuePath.of("processes", name, "autostart"),
          "found false in a file without 'control', expected one with it: nobody could start it");
    }
    ValuePath after = ValuePath.of("processes", name, "after");
    process
        .after()
        .forEach((other, milestone) -> {
          ValuePath path = after.key(other);
          if (checkKnown(other, path)) {
            checkMilestone(other, milestone, path);
            if (process.autostart()) {
              checkAutostart(other, path);
            }
          }
        });
  }

  private void checkMilestone(String other, Milestone milestone, ValuePath path) {
    ProcessSettings former = file.processes().get(other);
    if (milestone == Milestone.COMPLETED && former != null && !former.oneShot()) {
      problems.add(
          path, "found 'completed' for " + other + ", which runs on, expected it to be a oneShot");
    }
  }

  /** A gate that somebody must open by hand is what 'activation' is for. */
  private void checkAutostart(String other, ValuePath path) {
    ProcessSettings former = file.processes().get(other);
    if (former != null && !former.autostart()) {
      problems.add(
          path,
          "found '"
              + other
              + "', which has 'autostart: false', expected a process that starts by itself, or"
              + " 'autostart: false' here too");
    }
  }

  private boolean checkKnown(String name, ValuePath path) {
    if (file.processes().containsKey(name) || isLeftOut(name)) {
      return true;
    }
    problems.add(
        path,
        "found '"
            + name
            + "', expected the name of a process"
            + Suggestion.of(name, file.processes().keySet()));
    return false;
  }

  /** What is wrong with it has been said. */
  private boolean isLeftOut(String process) {
    return problems.isLeftOut(ValuePath.of("processes", process));
  }

  private void checkCycles() {
    Set<String> done = new HashSet<>();
    for (String name : file.processes().keySet()) {
      List<String> cycle = cycle(name, new ArrayList<>(), done);
      if (cycle != null) {
        problems.add(
            ValuePath.of("processes", cycle.getFirst(), "after"),
            "found a cycle, expected an order: " + String.join(" after ", cycle));
      }
    }
  }

  /** The first cycle on the way from a process, from its first name to the same again. */
  private @Nullable List<String> cycle(String name, List<String> way, Set<String> done) {
    int start = way.indexOf(name);
    if (start >= 0) {
      List<String> cycle = new ArrayList<>(way.subList(start, way.size()));
      cycle.add(name);
      return cycle;
    }
    ProcessSettings process = file.processes().get(name);
    if (process == null || !done.add(name)) {
      return null;
    }
    way.add(name);
    for (String former : process.after().keySet()) {
      List<String> cycle = cycle(former, way, done);
      if (cycle != null) {
        return cycle;
      }
    }
    way.removeLast();
    return null;
  }

  private void checkConfiguration(String name, ConfigurationSettings configuration) {
    ValuePath path = ValuePath.of("configuration", name);
    checkReaction(configuration.then(), path.key("then"));
    configuration.keepIf().ifPresent(keep -> checkKeep(keep, path.key("keepIf").key("ready")));
  }

  private void checkReaction(ConfigurationSettings.Reaction reaction, ValuePath path) {
    switch (reaction) {
      case ConfigurationSettings.Reaction.None _, ConfigurationSettings.Reaction.Run _ -> {}
      case ConfigurationSettings.Reaction.Send send -> {
        for (String process : send.signal().keySet()) {
          checkKnown(process, path.key("signal").key(process));
        }
      }
      case ConfigurationSettings.Reaction.Restart restart ->
          checkAllKnown(restart.restart(), path.key("restart"));
      case ConfigurationSettings.Reaction.ByPath byPath -> {
        for (int i = 0; i < byPath.rules().size(); i++) {
          ConfigurationSettings.PathRule rule = byPath.rules().get(i);
          checkReaction(rule.then(), path.item(i).key("then"));
        }
      }
    }
  }

  private void checkAllKnown(List<String> names, ValuePath path) {
    for (int i = 0; i < names.size(); i++) {
      checkKnown(names.get(i), path.item(i));
    }
  }

  private void checkKeep(ConfigurationSettings.KeepSettings keep, ValuePath path) {
    for (int i = 0; i < keep.ready().size(); i++) {
      String name = keep.ready().get(i);
      if (checkKnown(name, path.item(i)) && !saysWhenReady(name) && !isLeftOut(name)) {
        problems.add(
            path.item(i),
            "found '" + name + "', expected a process that has 'ready': how else would one see it");
      }
    }
  }

  private boolean saysWhenReady(String name) {
    ProcessSettings process = file.processes().get(name);
    return process != null && process.ready().isPresent();
  }

  /** Two who write to one place would undo each other's work. */
  private void checkTargets() {
    Map<String, Path> former = new HashMap<>();
    for (Map.Entry<String, ConfigurationSettings> entry : file.configuration().entrySet()) {
      Path target = entry.getValue().target();
      former.forEach((name, other) -> {
        if (target.startsWith(other) || other.startsWith(target)) {
          problems.add(
              ValuePath.of("configuration", entry.getKey(), "target"),
              "found " + target + ", expected no part of the target of '" + name + "', " + other);
        }
      });
      former.put(entry.getKey(), target);
    }
  }

  private void checkActivation() {
    file.activation()
        .ifPresent(activation ->
            checkAllKnown(activation.processes(), ValuePath.of("activation", "processes")));
  }

  private void checkSignals() {
    for (Signal from : file.signals().keySet()) {
      if (!from.isForwardable()) {
        problems.add(
            ValuePath.of("signals", from.name()),
            "found " + from + ", expected a signal that Ostler can receive");
      }
    }
  }

  /** To give it to a group that it keeps out is a mistake. */
  private void checkControl() {
    if (file.control().isPresent() && file.control().get().group().isPresent()) {
      AccessSettings.Control control = file.control().get();
      Optional<Mode> closed = control.mode().filter(mode -> (mode.bits() & GROUP_WRITES) == 0);
      closed.ifPresent(mode ->
          problems.add(
              ValuePath.of("control", "mode"),
              "found %s, which keeps group '%s' out, expected it to let the group write, such as 0660"
                  .formatted(mode, control.group().get())));
    }
  }

  /** To look a name up takes as long as a name server wants, at every start and reload. */
  private void checkMetrics() {
    if (file.metrics().isPresent() && file.metrics().get().listen().resolved().isEmpty()) {
      problems.add(
          ValuePath.of("metrics", "listen"),
          "found the name '%s', expected an address of this machine, such as 127.0.0.1, or localhost"
              .formatted(file.metrics().get().listen().host()));
    }
  }

  private void checkSockets() {
    file.control().ifPresent(given -> checkLength(given.socket(), "control"));
    file.datagrams().ifPresent(given -> checkLength(given.socket(), "datagrams"));
    if (file.control().isEmpty() || file.datagrams().isEmpty()) {
      return;
    }
    Path socket = file.datagrams().get().socket();
    if (socket.equals(file.control().get().socket())) {
      problems.add(
          ValuePath.of("datagrams", "socket"),
          "found " + socket + ", expected another socket than that of 'control'");
    }
  }

  private void checkLength(Path socket, String key) {
    if (!SocketAddress.canBe(socket)) {
      problems.add(
          ValuePath.of(key, "socket"),
          "found " + socket + ", expected a shorter path: that of a socket has at most 107 bytes");
    }
  }
}
