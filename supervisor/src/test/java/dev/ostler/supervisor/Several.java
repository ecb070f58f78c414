package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stories of several processes are told with. */
final class Several {
  static final SetBy SOMEBODY = new SetBy.Datagram();
  static final Policy SERVER = Policies.of(RestartPolicy.When.ALWAYS);
  static final Policy SLOW = Policies.readySoon(SERVER);
  static final Policy JOB =
      Policies.of(RestartPolicy.When.NEVER)
          .withTraits(new Policy.Traits(false, true, false, false, true));
  static final Policy ON_REQUEST =
      SERVER.withTraits(new Policy.Traits(false, false, false, false, false));
  static final Policy FREEZING =
      SLOW.withTraits(new Policy.Traits(false, false, false, true, true));

  private Several() {}

  static ProcessSetup process(String name, Policy policy, Map<String, Milestone> after) {
    return new ProcessSetup(name, Policies.COMMAND, policy, after, Optional.empty());
  }

  static ProcessSetup process(String name) {
    return process(name, SERVER, Map.of());
  }

  static Setup setup(ProcessSetup... processes) {
    return new Setup(
        List.of(processes),
        List.of(),
        Optional.empty(),
        SignalSetup.ofCommand(SignalMap.unchanged(), Signal.TERM),
        Setup.Access.none(),
        new Setup.End(Optional.empty(), Duration.ofSeconds(1), false),
        MessageFormat.TEXT);
  }

  static Setup standby(Set<String> concerned, ProcessSetup... processes) {
    return setup(processes)
        .withActivation(
            Optional.of(new ActivationSetup(Path.of("/active"), concerned, Duration.ZERO)));
  }

  static Machine machine(Setup setup, boolean active) {
    return new Machine(setup, active, Set.of(), () -> 0.5);
  }

  static Machine running(Setup setup) {
    Machine machine = machine(setup, true);
    machine.next(new Input.Begun());
    setup.processes().forEach(process -> machine.next(started(process.name())));
    return machine;
  }

  static Input started(String process) {
    return new Input.Started(process, Exits.PID);
  }

  static Input follow(Setup setup) {
    return new Input.SetupChanged(setup, Set.of());
  }

  static void end(Machine machine, String process, int status) {
    machine.next(new Input.Ended(process, Exits.status(status), Duration.ofMinutes(1)));
  }

  static Input suspended(boolean now, String... processes) {
    return new Input.SuspensionSet(Set.of(processes), now, SOMEBODY);
  }
}
