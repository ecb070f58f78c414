package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ResourceLimit;
import dev.ostler.linux.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One process of a run file as the supervisor takes it. */
final class ProcessSetups {
  private final ProcessSettings process;
  private final Map<String, String> environment;

  ProcessSetups(ProcessSettings process, Map<String, String> environment) {
    this.process = process;
    this.environment = environment;
  }

  ProcessSetup named(String name) throws IOException {
    Policy policy =
        new Policy(
            stopping(),
            restarting(),
            exits(),
            unhealthy(),
            process.ready().map(ProbeSettings.Ready::within),
            new Policy.Traits(
                process.essential(),
                process.oneShot(),
                process.signals() == ProcessSettings.Receiver.GROUP,
                process.suspend() == ProcessSettings.Suspension.FREEZE,
                process.autostart()));
    return new ProcessSetup(
        name, command(process.command()), policy, process.after(), Optional.of(surroundings()));
  }

  private Surroundings surroundings() throws IOException {
    Optional<Probing> ready = Optional.empty();
    if (process.ready().isPresent()) {
      ready = Optional.of(new Probings(this::command).ready(process.ready().get()));
    }
    Optional<Probing> alive = Optional.empty();
    if (process.alive().isPresent()) {
      alive = Optional.of(new Probings(this::command).alive(process.alive().get()));
    }
    OptionalInt oomScore = process.oomScore().map(OptionalInt::of).orElse(OptionalInt.empty());
    return new Surroundings(ready, alive, output(), following(), oomScore);
  }

  private OutputPlan output() {
    return OutputPlan.of(
        switch (process.output()) {
          case OutputSettings.Inherit _ ->
              readsLines() ? new OutputMode.Plain() : new OutputMode.Inherit();
          case OutputSettings.Plain _ -> new OutputMode.Plain();
          case OutputSettings.Prefix _ -> new OutputMode.Prefixed();
          case OutputSettings.Json _ -> new OutputMode.Json();
          case OutputSettings.Discard _ -> new OutputMode.Discard();
          case OutputSettings.ToFile to ->
              new OutputMode.ToFile(to.file(), to.size().bytes(), to.keep());
        });
  }

  /** What is read for readiness passes through us, and comes out as it went in. */
  private boolean readsLines() {
    return process.ready().flatMap(ProbeSettings.Ready::log).isPresent();
  }

  private Optional<PostStart.Plan> following() throws IOException {
    if (process.postStart().isEmpty()) {
      return Optional.empty();
    }
    PostStartSettings following = process.postStart().get();
    Optional<ChildCommand> condition =
        following.condition().isEmpty()
            ? Optional.empty()
            : Optional.of(command(following.condition()));
    return Optional.of(
        new PostStart.Plan(
            command(following.command()),
            condition,
            following.every(),
            following.within(),
            stopping().grace(),
            following.whenReady()));
  }

  /** A command that runs as, where and with what the process itself does. */
  ChildCommand command(List<String> arguments) throws IOException {
    ChildCommand command = ChildCommand.of(arguments, variables());
    if (process.user().isPresent()) {
      command = command.withCredentials(new Users().find(process.user().get()));
    }
    if (process.directory().isPresent()) {
      command = command.withWorkingDirectory(process.directory().get());
    }
    if (process.umask().isPresent()) {
      command = command.withUmask(process.umask().get().bits());
    }
    if (process.nice().isPresent()) {
      command = command.withNiceness(process.nice().get());
    }
    Map<ResourceLimit, Long> limits = new EnumMap<>(ResourceLimit.class);
    process.limits().forEach((limit, value) -> limits.put(limit, value.value()));
    return command.withLimits(limits);
  }

  private Map<String, String> variables() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    for (Path file : process.environmentFiles()) {
      variables.putAll(EnvironmentFiles.read(file));
    }
    variables.putAll(process.environment());
    return variables;
  }

  private Stopping stopping() throws IOException {
    List<Stopping.Step> steps = new ArrayList<>();
    for (StopSettings.Step step : process.stop().allSteps()) {
      steps.add(new Stopping.Step(step.signal(), step.within()));
    }
    Optional<Stopping.Drain> drain = Optional.empty();
    if (process.stop().drain().isPresent()) {
      drain = Optional.of(drain(process.stop().drain().get()));
    }
    return new Stopping(drain, steps, process.stop().whom());
  }

  private Stopping.Drain drain(StopSettings.Drain drain) throws IOException {
    Duration within = drain.delay();
    return drain.command().isEmpty()
        ? new Stopping.Drain(Optional.empty(), within)
        : new Stopping.Drain(Optional.of(command(drain.command())), within);
  }

  private RestartPolicy restarting() {
    RestartSettings restart = process.restarting();
    return new RestartPolicy(
        switch (restart.when()) {
          case ALWAYS -> RestartPolicy.When.ALWAYS;
          case ON_FAILURE -> RestartPolicy.When.ON_FAILURE;
          case NO -> RestartPolicy.When.NEVER;
        },
        restart.first(),
        restart.factor(),
        restart.limit(),
        restart.jitter(),
        restart.stableAfter(),
        restart.attempts().orElse(RestartPolicy.UNLIMITED));
  }

  private ExitCodes exits() {
    Set<Integer> success = new HashSet<>();
    process.success().forEach(status -> success.add(status.number()));
    Map<Integer, Integer> changed = new HashMap<>();
    process.exitCodes().forEach((from, to) -> changed.put(from.number(), to.number()));
    return new ExitCodes(success, changed);
  }

  private Unhealthy unhealthy() throws IOException {
    if (process.alive().isEmpty()) {
      return new Unhealthy.Restart();
    }
    return switch (process.alive().get().then()) {
      case ProbeSettings.Remedy.Restart _ -> new Unhealthy.Restart();
      case ProbeSettings.Remedy.Ignore _ -> new Unhealthy.Ignore();
      case ProbeSettings.Remedy.Stop _ -> new Unhealthy.StopEverything();
      case ProbeSettings.Remedy.Send send -> new Unhealthy.Send(send.signal());
      case ProbeSettings.Remedy.Run run -> new Unhealthy.Run(command(run.command()));
    };
  }
}
