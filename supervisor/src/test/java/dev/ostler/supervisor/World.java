package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.SetBy;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * A small machine with a few workloads, driven by chance: its processes may be deaf to TERM, leave
 * others behind inside and outside of their group, sleep where even KILL does not reach them, end
 * whenever they like, not become ready or not start at all.
 */
final class World implements Effect.Performer {
  /** One process of this world. */
  private static final class Being {
    private boolean running;
    private boolean ready;
    private boolean completed;
    private boolean stopped;
    private boolean deaf;
    private boolean unkillable;
    private int group;

    boolean isThere() {
      return running || group > 0;
    }
  }

  private static final SetBy BY_CHANCE = new SetBy.Datagram();

  private final Random random;
  private final Setup setup;
  private final Machine machine;
  private final Map<String, Being> beings = new LinkedHashMap<>();
  private final Deque<Input> arriving = new ArrayDeque<>();
  private final Set<Deadline> deadlines = new HashSet<>();
  private final List<String> history = new ArrayList<>();
  private final Set<String> runningBefore = new HashSet<>();
  private int outside;
  private boolean ending;
  private OptionalInt status = OptionalInt.empty();

  World(Random random, Setup setup) {
    this.random = random;
    this.setup = setup;
    Set<String> configured = new HashSet<>();
    for (ConfigurationSetup configuration : setup.configurations()) {
      if (random.nextBoolean()) {
        configured.add(configuration.name());
      }
    }
    for (ProcessSetup process : setup.processes()) {
      beings.put(process.name(), new Being());
    }
    this.machine = new Machine(setup, random.nextBoolean(), configured, random::nextDouble);
  }

  /** Lives through some moments, then is told to end and must. */
  OptionalInt live(int moments) {
    take(new Input.Begun());
    for (int moment = 0; moment < moments && status.isEmpty(); moment++) {
      happen();
    }
    for (int moment = 0; moment < 500 && status.isEmpty(); moment++) {
      if (machine.leaving().isEmpty()) {
        take(new Input.SignalArrived(Signal.TERM));
      } else {
        endSomehow();
      }
    }
    return status;
  }

  private void happen() {
    int chance = random.nextInt(100);
    if (chance < 50 && !arriving.isEmpty()) {
      take(arriving.poll());
    } else if (chance < 60 && !deadlines.isEmpty() && arriving.isEmpty()) {
      passDeadline();
    } else if (chance < 80) {
      changeByItself();
    } else if (chance < 99 || random.nextInt(10) > 0) {
      take(somethingFromOutside());
    } else {
      take(new Input.SignalArrived(random.nextBoolean() ? Signal.TERM : Signal.INT));
    }
  }

  /** No more surprises: only what must happen in the end does. */
  private void endSomehow() {
    if (!arriving.isEmpty()) {
      take(arriving.poll());
    } else if (!deadlines.isEmpty()) {
      passDeadline();
    } else {
      beings.values().forEach(being -> being.unkillable = false); // the disk has answered
      if (ending) {
        signalEveryone(Signal.KILL);
      }
    }
  }

  private void passDeadline() {
    List<Deadline> all = new ArrayList<>(deadlines);
    Deadline passed = all.get(random.nextInt(all.size()));
    deadlines.remove(passed);
    take(new Input.DeadlinePassed(passed));
  }

  private String someone() {
    List<String> names = new ArrayList<>(beings.keySet());
    return names.get(random.nextInt(names.size()));
  }

  private Being being(String name) {
    return Objects.requireNonNull(beings.get(name));
  }

  private void changeByItself() {
    String name = someone();
    Being being = being(name);
    if (being.running && random.nextInt(4) == 0) {
      end(name, random.nextBoolean() ? Exits.status(random.nextInt(3)) : Exits.signal(Signal.HUP));
    } else if (being.group > 0 && random.nextBoolean()) {
      being.group--;
      tellWhoIsGone(name);
    } else if (being.running && random.nextBoolean()) {
      being.ready = random.nextInt(4) > 0;
      arriving.add(being.ready ? new Input.BecameReady(name) : new Input.NotReady(name));
    } else if (being.running) {
      being.group++;
    }
  }

  private Input somethingFromOutside() {
    Set<String> whom = random.nextBoolean() ? beings.keySet() : Set.of(someone());
    return switch (random.nextInt(13)) {
      case 0 -> new Input.ActivationSet(false);
      case 1 -> new Input.ActivationSet(true);
      case 2 -> new Input.SuspensionSet(whom, true, BY_CHANCE);
      case 3 -> new Input.SuspensionSet(whom, false, BY_CHANCE);
      case 4 -> new Input.SignalArrived(Signal.HUP);
      case 5 -> new Input.SignalRequested(whom, Signal.QUIT);
      case 6 -> new Input.StartSet(whom, true, BY_CHANCE);
      case 7 -> new Input.StartSet(whom, false, BY_CHANCE);
      case 8 -> new Input.RestartRequested(whom, BY_CHANCE);
      case 9 -> new Input.NotAlive(someone(), "chance");
      case 10, 11 -> configurationInput();
      default ->
          random.nextInt(20) == 0 ? new Input.CompanionFailed(1) : new Input.BecameReady(someone());
    };
  }

  private Input configurationInput() {
    if (setup.configurations().isEmpty()) {
      return new Input.SignalArrived(Signal.WINCH);
    }
    String name = setup.configurations().getFirst().name();
    return random.nextBoolean() ? new Input.ConfigurationChanged(name) : new Input.NothingNew(name);
  }

  private void take(Input input) {
    history.add(input + " " + states());
    runningBefore.clear();
    beings.keySet().stream()
        .filter(name -> machine.state(name).phase() == Phase.UP)
        .forEach(runningBefore::add);
    for (Effect effect : machine.next(input)) {
      history.add("  " + effect);
      effect.perform(this);
    }
    check(input);
  }

  private String states() {
    StringBuilder states = new StringBuilder();
    beings
        .keySet()
        .forEach(name ->
            states.append(name).append('=').append(machine.state(name).phase()).append(' '));
    return states.toString();
  }

  private void check(Input input) {
    for (String name : beings.keySet()) {
      ProcessState state = machine.state(name);
      boolean limited =
          switch (state.phase()) {
            case DOWN, STARTING, UP -> false;
            case WAITING, DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL ->
                !machine.process(name).isStuck();
          };
      boolean set = deadlines.contains(new Deadline(Deadline.Kind.PHASE, name));
      claim(limited == set, "a deadline is set while something is waited for", input);
      claim(
          state.goal() != Goal.REST
              || (state.phase() != Phase.UP && state.phase() != Phase.WAITING),
          "what should rest neither runs nor waits to",
          input);
      claim(
          state.goal() != Goal.RUN || state.over().isPresent() || state.phase() != Phase.DOWN,
          "what should run is not down",
          input);
    }
  }

  private void claim(boolean holds, String claim, Input input) {
    if (!holds) {
      throw new AssertionError(claim + ", not after " + input + ": " + this);
    }
  }

  private String tail() {
    return String.join("\n", history.subList(Math.max(0, history.size() - 40), history.size()));
  }

  @Override
  public void start(String process) {
    Being being = being(process);
    assertThat(being.isThere()).as("one instance at a time: %s", this).isFalse();
    assertThat(machine.leaving()).as("no start while leaving: %s", this).isEmpty();
    checkOrder(process);
    being.ready = false;
    being.completed = false;
    if (random.nextInt(10) == 0) {
      arriving.add(new Input.FailedToStart(process, "cannot run 'x'", 127));
    } else {
      being.running = true;
      being.stopped = false;
      being.deaf = random.nextInt(4) == 0;
      being.group = random.nextInt(3);
      being.unkillable = random.nextInt(10) == 0;
      outside += random.nextInt(4) == 0 ? 1 : 0;
      arriving.add(new Input.Started(process, Exits.PID));
    }
  }

  /** As the machine was told: news that are still arriving do not count. */
  private void checkOrder(String process) {
    for (ProcessSetup setUp : setup.processes()) {
      if (setUp.name().equals(process)) {
        setUp.after().forEach((former, milestone) -> checkReached(former, milestone));
      }
    }
  }

  private void checkReached(String former, Milestone milestone) {
    ProcessState state = machine.state(former);
    boolean reached =
        switch (milestone) {
          case STARTED -> state.phase() == Phase.UP || machine.process(former).hasCompleted();
          case READY -> state.ready();
          case COMPLETED -> machine.process(former).hasCompleted();
        };
    assertThat(reached).as("%s is %s: %s", former, milestone, this).isTrue();
  }

  private void end(String name, ChildExit exit) {
    being(name).running = false;
    being(name).ready = false;
    arriving.add(new Input.Ended(name, exit, Duration.ofMillis(random.nextInt(20_000))));
    tellWhoIsGone(name);
  }

  private void tellWhoIsGone(String name) {
    Being being = being(name);
    if (!being.isThere() && !being.completed) {
      being.completed = true; // told once
      arriving.add(new Input.GroupEnded(name));
    }
    tellIfNobodyIsLeft();
  }

  private void tellIfNobodyIsLeft() {
    if (ending && outside == 0 && beings.values().stream().noneMatch(Being::isThere)) {
      ending = false;
      arriving.add(new Input.NobodyLeft());
    }
  }

  private static boolean obeys(Being being, Signal signal) {
    return signal.equals(Signal.KILL)
        ? !being.unkillable
        : signal.equals(Signal.TERM) && !being.deaf && !being.stopped;
  }

  @Override
  public void signalProcess(String process, Signal signal) {
    Being being = being(process);
    if (signal.equals(Signal.TERM) && machine.leaving().isPresent()) {
      checkFollowersAreDown(process);
    }
    if (signal.equals(Signal.CONT)) {
      being.stopped = false;
    }
    if (being.running && obeys(being, signal)) {
      end(process, Exits.signal(signal));
    }
  }

  /** Unless it was being stopped already, or is stopped for a fault of its own. */
  private void checkFollowersAreDown(String process) {
    if (!runningBefore.contains(process) || machine.state(process).failing()) {
      return;
    }
    for (ProcessSetup other : setup.processes()) {
      if (other.after().containsKey(process)) {
        assertThat(machine.state(other.name()).isDown() || machine.process(other.name()).isStuck())
            .as(
                "%s, which follows, has ended before %s is stopped: %s",
                other.name(), process, this)
            .isTrue();
      }
    }
  }

  @Override
  public void signalGroup(String process, Signal signal) {
    Being being = being(process);
    being.stopped = signal.equals(Signal.STOP) || (being.stopped && !signal.equals(Signal.CONT));
    if (being.isThere() && obeys(being, signal)) {
      being.group = 0;
      if (being.running) {
        end(process, Exits.signal(signal));
      } else {
        tellWhoIsGone(process);
      }
    }
  }

  @Override
  public void signalEveryone(Signal signal) {
    ending = true;
    outside = signal.equals(Signal.KILL) || random.nextBoolean() ? 0 : outside;
    List.copyOf(beings.keySet()).forEach(name -> signalGroup(name, signal));
    tellIfNobodyIsLeft();
  }

  @Override
  public void setDeadline(Deadline deadline, Duration delay) {
    deadlines.add(deadline);
  }

  @Override
  public void clearDeadline(Deadline deadline) {
    deadlines.remove(deadline);
  }

  @Override
  public void exit(int with) {
    assertThat(beings.values()).as("nobody outlives us: %s", this).noneMatch(Being::isThere);
    status = OptionalInt.of(with);
  }

  @Override
  public void configure(String configuration, Effect.Step step) {
    switch (step) {
      case STAGE ->
          arriving.add(
              random.nextInt(4) > 0
                  ? new Input.ConfigurationStaged(configuration, random.nextBoolean())
                  : new Input.ConfigurationRefused(configuration));
      case CHECK ->
          arriving.add(
              new Input.ConfigurationChecked(configuration, random.nextBoolean(), "by chance"));
      case SWITCH ->
          arriving.add(
              random.nextInt(4) > 0
                  ? new Input.ConfigurationUpdated(configuration, random.nextBoolean(), action())
                  : new Input.ConfigurationRefused(configuration));
      case ROLL_BACK ->
          arriving.add(
              random.nextInt(4) > 0
                  ? new Input.RolledBack(configuration)
                  : new Input.ConfigurationRefused(configuration));
      case STOP_COMMAND, KEEP -> {}
    }
  }

  private Action action() {
    return switch (random.nextInt(4)) {
      case 0 -> new Action.Nothing();
      case 1 -> new Action.Send(Map.of(someone(), Signal.HUP));
      case 2 -> new Action.Restart(Set.of(someone()));
      default -> new Action.Run(Policies.COMMAND);
    };
  }

  @Override
  public void tellByCommand(String configuration, ChildCommand command) {
    arriving.add(new Input.UsersTold(configuration, random.nextBoolean(), "by chance"));
  }

  @Override
  public void watch(String process, Effect.Watching what) {
    if (what == Effect.Watching.READINESS_ANEW && random.nextBoolean()) {
      arriving.add(new Input.BecameReady(process));
    }
  }

  @Override
  public void markRunning(String process, int pid) {}

  @Override
  public void markStopping(String process) {}

  @Override
  public void markStopped(String process) {}

  @Override
  public void drain(String process, ChildCommand command) {}

  @Override
  public void help(String process, ChildCommand command) {}

  @Override
  public void reload() {}

  @Override
  public void say(String message) {}

  @Override
  public String toString() {
    return states() + deadlines + "\n" + tail();
  }
}
