package dev.ostler.cli;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.fleet.Adoption;
import dev.ostler.fleet.Conversion;
import dev.ostler.fleet.FieldChange;
import dev.ostler.fleet.LegacyState;
import dev.ostler.fleet.Operator;
import dev.ostler.fleet.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code ostler fleet convert|export|adopt}: to and from what other tools have made. */
final class FleetFiles {
  private FleetFiles() {}

  static int convert(Path file, Optional<Path> out)
      throws IOException, InvalidConfigurationException {
    Conversion conversion = Conversion.of(file);
    conversion.leftOut().forEach(what -> Console.message("ostler: left out " + what));
    if (out.isEmpty()) {
      Console.result(conversion.text().stripTrailing());
      Console.note("ostler: with --out FILE also keys, and what is known of containers, are kept");
      return 0;
    }
    write(out.get(), conversion.text());
    for (Map.Entry<String, String> key : new TreeMap<>(conversion.keys()).entrySet()) {
      Path keyFile = out.get().resolveSibling(key.getKey());
      write(keyFile, key.getValue().endsWith("\n") ? key.getValue() : key.getValue() + "\n");
      Console.note("ostler: wrote the key " + keyFile);
    }
    conversion.remember(Path.of(out.get() + ".state"));
    for (String variable : conversion.variables()) {
      Console.message("ostler: set " + variable + " to the password that the old file has");
    }
    return 0;
  }

  static int export(Operator operator, Path file, Optional<Path> out)
      throws IOException, InvalidConfigurationException, InterruptedException {
    String state = LegacyState.of(file, operator.check());
    if (out.isPresent()) {
      Files.deleteIfExists(out.get());
      write(out.get(), state);
    } else {
      Console.result(state.stripTrailing());
    }
    if (state.contains("privateKey:") || state.contains("password:") || state.contains("env:")) {
      Console.message(
          "ostler: passwords, keys and variables are in it as they are; keep it to yourself");
    }
    return 0;
  }

  static int adopt(Operator operator, CommandLine line, Scope scope)
      throws UsageException, IOException {
    List<String> operands = line.operands();
    if (operands.isEmpty()) {
      throw new UsageException(
          "a container is required: ostler fleet adopt CONTAINER[=NAME-OR-ID]...");
    }
    for (String operand : operands) {
      int equals = operand.indexOf('=');
      String workload = equals < 0 ? operand : operand.substring(0, equals);
      Optional<String> container =
          equals < 0 ? Optional.empty() : Optional.of(operand.substring(equals + 1));
      try {
        operator
            .adopt(workload, container, scope)
            .forEach(adoption -> Console.result(line.isJson() ? json(adoption) : text(adoption)));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    return 0;
  }

  private static String json(Adoption adoption) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "adopted");
    object.put("host", adoption.host());
    object.put("container", adoption.workload());
    object.put("id", adoption.id());
    object.put("changes", adoption.changes().stream().map(FieldChange::field).toList());
    return Json.of(object);
  }

  private static String text(Adoption adoption) {
    String what =
        adoption.changes().isEmpty()
            ? "is as the file says"
            : "will be replaced or changed for "
                + String.join(", ", adoption.changes().stream().map(FieldChange::field).toList());
    return adoption.host()
        + "  "
        + adoption.workload()
        + "  "
        + adoption.id().substring(0, Math.min(12, adoption.id().length()))
        + " "
        + what;
  }

  /** Only its owner may read it. */
  private static void write(Path file, String text) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("cannot write " + file + ": it is there; choose another name", e);
    }
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
