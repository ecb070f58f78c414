package dev.ostler.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ostler version}. */
final class VersionCommand {
  private VersionCommand() {}

  static int run(List<String> arguments) throws UsageException {
    CommandLine line = CommandLine.parseAnywhere(arguments, Option.ANSWERING);
    if (!line.operands().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.operands().getFirst() + "'");
    }
    Console.result(line.isJson() ? json() : "ostler " + Main.version());
    return 0;
  }

  private static String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", 1);
    object.put("ostler", Main.version());
    object.put("java", Runtime.version().toString());
    return Json.of(object);
  }
}
