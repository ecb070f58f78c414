package dev.ostler.examples;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the example is told on its command line. */
record ExampleArguments(
    Path activation, Path configuration, Path staging, Path target, List<String> command) {
  private static final String USAGE =
      "usage: ostler-example --activation FILE --configuration FILE --staging DIR --target DIR"
          + " -- COMMAND [ARG...]";
  private static final List<String> OPTIONS =
      List.of("--activation", "--configuration", "--staging", "--target");

  /** Refuses anything else with the usage as its message. */
  static ExampleArguments parse(List<String> arguments) {
    int end = arguments.indexOf("--");
    if (end != 2 * OPTIONS.size() || end == arguments.size() - 1) {
      throw new IllegalArgumentException(USAGE);
    }
    Map<String, Path> values = new HashMap<>();
    for (int i = 0; i < end; i += 2) {
      values.put(arguments.get(i), Path.of(arguments.get(i + 1)));
    }
    List<Path> paths = OPTIONS.stream().map(values::get).filter(path -> path != null).toList();
    if (paths.size() < OPTIONS.size()) {
      throw new IllegalArgumentException(USAGE);
    }
    return new ExampleArguments(
        paths.get(0),
        paths.get(1),
        paths.get(2),
        paths.get(3),
        arguments.subList(end + 1, arguments.size()));
  }
}
