package dev.ostler.cli;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.BindMount;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.Action;
import dev.ostler.supervisor.ConfigurationSetup;
import dev.ostler.supervisor.Rule;
import dev.ostler.supervisor.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of {@code ostler run} that say where a configuration comes from and goes to. */
final class ConfigurationOptions {
  private static final List<String> WITHOUT_EFFECT_ALONE =
      List.of(
          "target", "check", "staging", "no-sync", "xattrs", "reload", "wait-for-configuration");

  private static final Duration CHECK_LIMIT = Duration.ofMinutes(1);

  private ConfigurationOptions() {}

  static List<ConfigurationSetup> read(CommandLine line) throws UsageException, IOException {
    Optional<ConfigurationSetup.Form> form = form(line);
    if (form.isEmpty()) {
      refuseWithoutSource(line);
      return List.of();
    }
    String option = nameOf(form.get());
    if (!line.has("target")) {
      throw new UsageException("--" + option + " needs --target: what to keep up to date");
    }
    return List.of(
        new ConfigurationSetup(
            "configuration",
            new ConfigurationSetup.Source(form.get(), line.path(option).orElseThrow()),
            line.path("target").orElseThrow(),
            treeOptions(line),
            check(line),
            List.of(Rule.always(reload(line))),
            Optional.empty(),
            Set.of(Setup.ONLY),
            line.has("wait-for-configuration")));
  }

  private static Action reload(CommandLine line) throws UsageException {
    String how = line.value("reload").orElse("none");
    return switch (how) {
      case "none" -> new Action.Nothing();
      case "restart" -> new Action.Restart(Set.of(Setup.ONLY));
      default -> new Action.Send(Map.of(Setup.ONLY, Signals.parse("reload", how)));
    };
  }

  private static Optional<ConfigurationSetup.Form> form(CommandLine line) throws UsageException {
    Optional<ConfigurationSetup.Form> given = Optional.empty();
    for (ConfigurationSetup.Form form : ConfigurationSetup.Form.values()) {
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

  private static Optional<ConfigurationSetup.Check> check(CommandLine line)
      throws UsageException, IOException {
    if (!line.has("check")) {
      return Optional.empty();
    }
    List<String> words = Words.split("check", line.value("check").orElseThrow());
    boolean namesStaged = words.stream().anyMatch(word -> word.contains("{staged}"));
    if (!namesStaged && !BindMount.isPermitted()) {
      throw new UsageException(
          "--check must name {staged}, where the new version lies; without the capability"
              + " CAP_SYS_ADMIN it would check the old one");
    }
    return Optional.of(
        new ConfigurationSetup.Check(ChildCommand.of(words, Startup.environment()), CHECK_LIMIT));
  }

  private static String nameOf(ConfigurationSetup.Form form) {
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
