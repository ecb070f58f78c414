package dev.ostler.supervisor;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.Configure;
import dev.ostler.supervisor.Effect.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stories of one configuration are told with. */
abstract class PipelineStories {
  static final String SITE = "site";
  static final Deadline LIMIT = new Deadline(Deadline.Kind.PIPELINE, SITE);
  static final Duration CHECK_LIMIT = Duration.ofMinutes(1);
  static final KeepIf KEEP =
      new KeepIf(Set.of("web"), Duration.ofSeconds(10), Duration.ofSeconds(1));
  static final Action HUP = new Action.Send(Map.of("web", Signal.HUP));

  /** A user whose state the test decides. */
  static final class FakeUsers implements PipelineMachine.Users {
    final List<String> calls = new ArrayList<>();
    ProcessState web = ProcessState.initial().in(Phase.UP).withReady(true);
    boolean leaving;
    boolean resting;
    boolean beenReady;

    @Override
    public ProcessState state(String process) {
      return web;
    }

    @Override
    public void send(String process, Signal signal) {
      calls.add(signal + " to " + process);
    }

    @Override
    public void restart(String process) {
      calls.add("restart " + process);
    }

    @Override
    public boolean hasBeenReady(String process) {
      return beenReady || web.ready();
    }

    @Override
    public boolean isResting(String process) {
      return resting;
    }

    @Override
    public void askAnew(String process) {
      calls.add("ask " + process);
    }

    @Override
    public boolean areLeaving() {
      return leaving;
    }
  }

  final FakeUsers users = new FakeUsers();
  final List<Effect> effects = new ArrayList<>();

  PipelineMachine machine(boolean checked, boolean kept, boolean configured) {
    ConfigurationSetup.Check check =
        new ConfigurationSetup.Check(
            ChildCommand.of(List.of("check", "{staged}"), Map.of()), CHECK_LIMIT);
    ConfigurationSetup setup =
        new ConfigurationSetup(
            SITE,
            new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, Path.of("/site.tar")),
            Path.of("/site"),
            TreeOptions.defaults(),
            checked ? Optional.of(check) : Optional.empty(),
            List.of(),
            kept ? Optional.of(KEEP) : Optional.empty(),
            Set.of("web"),
            true);
    return new PipelineMachine(setup, PipelineState.initial(configured), users, effects);
  }

  PipelineMachine running(boolean checked, boolean kept) {
    return machine(checked, kept, true);
  }

  List<Effect> effects() {
    List<Effect> copy = List.copyOf(effects);
    effects.clear();
    return copy;
  }

  static Effect step(Step step) {
    return new Configure(SITE, step);
  }
}
