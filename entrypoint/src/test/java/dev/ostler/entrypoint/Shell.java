package dev.ostler.entrypoint;

import dev.ostler.linux.ChildCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands for tests. */
final class Shell {
  private Shell() {}

  /** A script for sh(1), with its {@code $0}, {@code $1} and so on. */
  static ChildCommand script(String script, Object... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return ChildCommand.of(command, Map.of("PATH", "/usr/bin:/bin"));
  }
}
