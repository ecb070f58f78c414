package dev.ostler.supervisor;

import dev.ostler.entrypoint.ArchiveLimits;
import dev.ostler.entrypoint.Settling;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One configuration of a run file as the supervisor takes it. */
final class ConfigurationSetups {
  private final ConfigurationSettings configuration;
  private final Set<String> processes;
  private final Map<String, String> environment;

  ConfigurationSetups(
      ConfigurationSettings configuration, Set<String> processes, Map<String, String> environment) {
    this.configuration = configuration;
    this.processes = processes;
    this.environment = environment;
  }

  ConfigurationSetup named(String name) {
    return new ConfigurationSetup(
        name,
        new ConfigurationSetup.Source(form(), configuration.source()),
        configuration.target(),
        options(),
        check(),
        rules(configuration.then()),
        configuration.keepIf().map(ConfigurationSetups::keepIf),
        users(),
        configuration.required());
  }

  private ConfigurationSetup.Form form() {
    if (configuration.archive().isPresent()) {
      return ConfigurationSetup.Form.ARCHIVE;
    }
    return configuration.directory().isPresent()
        ? ConfigurationSetup.Form.DIRECTORY
        : ConfigurationSetup.Form.FILE;
  }

  private TreeOptions options() {
    TreeOptions options =
        TreeOptions.defaults()
            .withDurable(configuration.sync())
            .withOwner(configuration.owners())
            .withSettling(settling())
            .withLimits(limits());
    if (configuration.xattrs()) {
      options = options.withXattrs();
    }
    if (configuration.mode().isPresent()) {
      options = options.withNewFileMode(configuration.mode().get().bits());
    }
    return configuration.staging().isPresent()
        ? options.withStaging(configuration.staging().get())
        : options;
  }

  private Settling settling() {
    Duration quiet = configuration.quiet();
    Duration longest = configuration.atMost();
    return new Settling(quiet, longest.compareTo(quiet) < 0 ? quiet : longest);
  }

  private ArchiveLimits limits() {
    ConfigurationSettings.Limits limits = configuration.limits();
    return new ArchiveLimits(
        limits.entries(),
        limits.size().bytes(),
        limits.size().bytes(),
        ArchiveLimits.defaults().maxPathBytes(),
        limits.depth(),
        limits.ratio());
  }

  private Optional<ConfigurationSetup.Check> check() {
    return configuration.check().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConfigurationSetup.Check(
                command(configuration.check()), configuration.checkWithin()));
  }

  private ChildCommand command(List<String> arguments) {
    return ChildCommand.of(arguments, environment);
  }

  private List<Rule> rules(ConfigurationSettings.Reaction reaction) {
    if (!(reaction instanceof ConfigurationSettings.Reaction.ByPath byPath)) {
      return List.of(Rule.always(action(reaction)));
    }
    List<Rule> rules = new ArrayList<>();
    for (ConfigurationSettings.PathRule rule : byPath.rules()) {
      rules.add(new Rule(rule.paths(), action(rule.then())));
    }
    return rules;
  }

  private Action action(ConfigurationSettings.Reaction reaction) {
    return switch (reaction) {
      case ConfigurationSettings.Reaction.None _ -> new Action.Nothing();
      case ConfigurationSettings.Reaction.Send send -> new Action.Send(send.signal());
      case ConfigurationSettings.Reaction.Restart restart ->
          new Action.Restart(new HashSet<>(restart.restart()));
      case ConfigurationSettings.Reaction.Run run -> new Action.Run(command(run.command()));
      case ConfigurationSettings.Reaction.ByPath _ ->
          throw new AssertionError("internal error: rules within rules");
    };
  }

  private static KeepIf keepIf(ConfigurationSettings.KeepSettings keep) {
    return new KeepIf(new HashSet<>(keep.ready()), keep.within(), keep.stays());
  }

  /** Those that the file connects with this configuration, or all if it connects none. */
  private Set<String> users() {
    Set<String> users = new HashSet<>();
    addNamed(configuration.then(), users);
    configuration.keepIf().ifPresent(keep -> users.addAll(keep.ready()));
    return users.isEmpty() ? processes : users;
  }

  private static void addNamed(ConfigurationSettings.Reaction reaction, Set<String> users) {
    switch (reaction) {
      case ConfigurationSettings.Reaction.Send send -> users.addAll(send.signal().keySet());
      case ConfigurationSettings.Reaction.Restart restart -> users.addAll(restart.restart());
      case ConfigurationSettings.Reaction.ByPath byPath ->
          byPath.rules().forEach(rule -> addNamed(rule.then(), users));
      case ConfigurationSettings.Reaction.None _, ConfigurationSettings.Reaction.Run _ -> {}
    }
  }
}
