package dev.ostler.cli;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.ConfigurationPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options of {@code ostler run} that say where a configuration comes from and goes to. */
final class ConfigurationOptions {
  private static final List<String> WITHOUT_EFFECT_ALONE =
      List.of(
          "target", "check", "staging", "no-sync", "xattrs", "reload", "wait-for-configuration");

  private ConfigurationOptions() {}

  static Optional<ConfigurationPlan> read(CommandLine line) throws UsageException, IOException {
    Optional<ConfigurationPlan.Form> form = form(line);
    if (form.isEmpty()) {
      refuseWithoutSource(line);
      return Optional.empty();
    }
    String option = nameOf(form.get());
    if (!line.has("target")) {
      throw new UsageException("--" + option + " needs --target: what to keep up to date");
    }
    return Optional.of(
        new ConfigurationPlan(
            form.get(),
            line.path(option).orElseThrow(),
            line.path("target").orElseThrow(),
            treeOptions(line),
            check(line)));
  }

  private static Optional<ConfigurationPlan.Form> form(CommandLine line) throws UsageException {
    Optional<ConfigurationPlan.Form> given = Optional.empty();
    for (ConfigurationPlan.Form form : ConfigurationPlan.Form.values()) {
      if (line.has(nameOf(form))) {
        if (given.isPresent()) {
          throw new UsageException(
              "--" + nameOf(given.get()) + " and --" + nameOf(form) + " exclude each other");
        }
        given = Optional.of(form);
      }
    }
    return given;
  }

  private static void refuseWithoutSource(CommandLine line) throws UsageException {
    for (String option : WITHOUT_EFFECT_ALONE) {
      if (line.has(option)) {
        throw new UsageException(
            "--" + option + " needs --archive, --directory or --file: where it comes from");
      }
    }
  }

  private static Optional<ChildCommand> check(CommandLine line) throws UsageException, IOException {
    if (!line.has("check")) {
      return Optional.empty();
    }
    List<String> words = Words.split("check", line.value("check").orElseThrow());
    if (words.stream().noneMatch(word -> word.contains("{staged}"))) {
      throw new UsageException(
          "--check must name {staged}, where the new version lies; it would check the old one");
    }
    return Optional.of(ChildCommand.of(words, Startup.environment()));
  }

  private static String nameOf(ConfigurationPlan.Form form) {
    return switch (form) {
      case ARCHIVE -> "archive";
      case DIRECTORY -> "directory";
      case FILE -> "file";
    };
  }

  private static TreeOptions treeOptions(CommandLine line) throws UsageException {
    TreeOptions options = TreeOptions.defaults().withDurable(!line.has("no-sync"));
    if (line.has("xattrs")) {
      options = options.withXattrs();
    }
    Optional<Path> staging = line.path("staging");
    return staging.isPresent() ? options.withStaging(staging.get()) : options;
  }
}
