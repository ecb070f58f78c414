package dev.ostler.cli;

import java.util.List;

/** {@code ostler completion}: prints what a shell completes commands by. */
final class CompletionCommand {
  private CompletionCommand() {}

  static int run(List<String> arguments) throws UsageException {
    List<String> shells = CommandLine.parseAnywhere(arguments, Option.COMMON).operands();
    if (shells.size() != 1) {
      throw new UsageException("one shell is required: ostler completion bash|zsh|fish");
    }
    Console.result(Completion.of(shells.getFirst()).stripTrailing());
    return 0;
  }
}
