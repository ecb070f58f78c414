package dev.ostler.cli;

import dev.ostler.configuration.Schema;
import dev.ostler.fleet.FleetFile;
import dev.ostler.gateway.Gateway;
import dev.ostler.supervisor.RunFile;
import java.util.List;

/** {@code ostler schema}: prints the JSON Schema of a kind of file, for editors. */
final class SchemaCommand {
  private SchemaCommand() {}

  static int run(List<String> arguments) throws UsageException {
    List<String> kinds = CommandLine.parseAnywhere(arguments, Option.COMMON).operands();
    if (kinds.size() != 1) {
      throw new UsageException("one kind of file is required: ostler schema run|fleet|gateway");
    }
    String schema =
        switch (kinds.getFirst()) {
          case "run" -> Schema.of(RunFile.class);
          case "fleet" -> FleetFile.schema();
          case "gateway" -> Gateway.schema();
          default ->
              throw new UsageException(
                  "no such kind of file '"
                      + kinds.getFirst()
                      + "'; there are run, fleet and gateway: ostler schema run|fleet|gateway");
        };
    Console.result(schema.stripTrailing());
    return 0;
  }
}
