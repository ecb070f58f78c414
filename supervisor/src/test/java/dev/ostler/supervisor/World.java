package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A small machine with a few workloads, driven by chance: its processes may be deaf to TERM, leave
 * others behind inside and outside of their group, sleep where even KILL does not reach them, end
 * whenever they like, not become ready or not start at all.
 */
final class World implements Effect.Performer {
  private final Random random;
  private final Supplier<Setup> setups;
  private final Machine machine;
  private final Map<String, Being> beings = new LinkedHashMap<>();
  private final Deque<Input> arriving = new ArrayDeque<>();
  private final Set<Deadline> deadlines = new HashSet<>();
  private final List<String> history = new ArrayList<>();
  private final WorldRules rules = new WorldRules(this);
  private final WorldInputs inputs;
  private final WorldUpdates updates;
  private Setup setup;
  private int outside;
  private boolean ending;
  private OptionalInt status = OptionalInt.empty();

  World(Random random, Supplier<Setup> setups) {
    this.random = random;
    this.inputs = new WorldInputs(random, this);
    this.updates = new WorldUpdates(random, this);
    this.setups = setups;
    this.setup = setups.get();
    addBeings();
    this.machine = new Machine(setup, random.nextBoolean(), configured(), random::nextDouble);
  }

  private void addBeings() {
    for (ProcessSetup process : setup.processes()) {
      beings.computeIfAbsent(process.name(), _ -> new Being());
    }
  }

  private Set<String> configured() {
    Set<String> configured = new HashSet<>();
    for (ConfigurationSetup configuration : setup.configurations()) {
      if (random.nextBoolean()) {
        configured.add(configuration.name());
      }
    }
    return configured;
  }

  Machine machine() {
    return machine;
  }

  Setup setup() {
    return setup;
  }

  Map<String, Being> beings() {
    return beings;
  }

  Set<Deadline> deadlines() {
    return deadlines;
  }

  /** Follows another setup as {@link Supervision} does. */
  void follow(Setup next) {
    for (ConfigurationSetup former : setup.configurations()) {
      if (!next.configurations().contains(former)) {
        arriving.removeIf(input -> WorldInputs.isAbout(former.name(), input)); // it is closed
      }
    }
    rules.rememberFormer(setup);
    setup = SetupDifferences.possible(setup, next);
    addBeings();
    take(new Input.SetupChanged(setup, configured()));
  }

  /** Lives through some moments, then is told to end and must. */
  OptionalInt live(int moments) {
    take(new Input.Begun());
    for (int moment = 0; moment < moments && status.isEmpty(); moment++) {
      happen();
    }
    for (int moment = 0; moment < 500 && status.isEmpty(); moment++) {
      if (!machine.areLeaving()) {
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
    } else if (chance < 97) {
      take(inputs.next());
    } else if (chance < 99 || random.nextInt(10) > 0) {
      if (!machine.areLeaving()) {
        follow(setups.get());
      }
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
    Optional<String> trouble = random.nextBoolean() ? Optional.of("by chance") : Optional.empty();
    take(new Input.DeadlinePassed(passed, trouble));
  }

  Being being(String name) {
    return Objects.requireNonNull(beings.get(name));
  }

  private void changeByItself() {
    String name = inputs.someone();
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

  private void take(Input input) {
    if (isOfSomeoneGone(input)) {
      return;
    }
    history.add(brief(input) + " " + states());
    rules.remember(input);
    for (Effect effect : machine.next(input)) {
      history.add("  " + effect);
      effect.perform(this);
    }
    rules.check(input);
    rules.checkThatNothingWasOverlooked();
  }

  /** Their probes are closed by then. */
  private boolean isOfSomeoneGone(Input input) {
    return switch (input) {
      case Input.BecameReady ready -> !machine.processes().contains(ready.process());
      case Input.NotReady notReady -> !machine.processes().contains(notReady.process());
      default -> false;
    };
  }

  private static String brief(Input input) {
    return input instanceof Input.SetupChanged changed
        ? "SetupChanged" + changed.setup().processes().stream().map(ProcessSetup::name).toList()
        : input.toString();
  }

  private String states() {
    StringBuilder states = new StringBuilder();
    machine
        .processes()
        .forEach(name ->
            states.append(name).append('=').append(machine.state(name).phase()).append(' '));
    return states.toString();
  }

  private String tail() {
    return String.join("\n", history.subList(Math.max(0, history.size() - 40), history.size()));
  }

  @Override
  public void start(String process) {
    Being being = being(process);
    assertThat(being.isThere()).as("one instance at a time: %s", this).isFalse();
    assertThat(machine.areLeaving()).as("leaving while one starts: %s", this).isFalse();
    assertThat(machine.claims(process).started().holds()).as("asked for: %s", this).isTrue();
    rules.checkOrder(process);
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
    if (signal.equals(Signal.TERM) && machine.areLeaving()) {
      rules.checkFollowersAreDown(process);
    }
    if (signal.equals(Signal.TERM) && machine.process(process).isToRestart()) {
      rules.checkFollowersHaveEnded(process);
    }
    if (signal.equals(Signal.CONT)) {
      being.stopped = false;
    }
    if (being.running && obeys(being, signal)) {
      end(process, Exits.signal(signal));
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
  public void leaveGroup(String process) {
    Being being = being(process);
    if (!being.running) {
      outside += being.group;
      being.group = 0;
      tellWhoIsGone(process);
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
  public void extendDeadline(Deadline deadline, Duration delay) {}

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
    updates.outcome(configuration, step).ifPresent(arriving::add);
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
  public void drain(String process, ChildCommand command, Duration within) {}

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
