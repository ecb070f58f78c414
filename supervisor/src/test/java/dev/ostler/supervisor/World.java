package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A small machine with one workload, driven by chance: its processes may be deaf to TERM, leave
 * others behind inside and outside of their group, sleep where even KILL does not reach them, end
 * whenever they like or not start at all.
 */
final class World implements Effect.Performer {
  private final Random random;
  private final Policy policy;
  private final Machine machine;
  private final Deque<Input> arriving = new ArrayDeque<>();
  private final List<String> history = new ArrayList<>();

  private boolean running;
  private boolean deaf;
  private int group;
  private int outside;
  private boolean unkillable;
  private boolean deadline;
  private boolean ending;
  private ChildExit last = Exits.status(0);
  private boolean everEnded;
  private Optional<OptionalInt> expected = Optional.empty();
  private OptionalInt status = OptionalInt.empty();

  World(Random random, Policy policy) {
    this.random = random;
    this.policy = policy;
    this.machine = new Machine(policy, State.initial(random.nextBoolean(), random.nextBoolean()));
  }

  /** Lives through some moments, then is told to end and must. */
  OptionalInt live(int moments) {
    take(new Input.Begun());
    for (int moment = 0; moment < moments && status.isEmpty(); moment++) {
      happen();
    }
    for (int moment = 0; moment < 200 && status.isEmpty(); moment++) {
      if (machine.state().leaving().isEmpty()) {
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
    } else if (chance < 60 && deadline && arriving.isEmpty()) {
      passDeadline();
    } else if (chance < 75) {
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
    } else if (deadline) {
      passDeadline();
    } else {
      unkillable = false; // the disk has answered
      if (ending) {
        signalEveryone(Signal.KILL);
      }
    }
  }

  private void passDeadline() {
    deadline = false;
    take(new Input.DeadlinePassed());
  }

  private void changeByItself() {
    if (running && random.nextInt(3) == 0) {
      end(random.nextBoolean() ? Exits.status(random.nextInt(3)) : Exits.signal(Signal.HUP));
    } else if (group > 0 && random.nextBoolean()) {
      group--;
      tellWhoIsGone(1);
    } else if (running) {
      group++;
    }
  }

  private Input somethingFromOutside() {
    return switch (random.nextInt(9)) {
      case 0 -> new Input.ActivationSet(false);
      case 1 -> new Input.ActivationSet(true);
      case 2 -> new Input.SuspensionSet(true);
      case 3 -> new Input.SuspensionSet(false);
      case 4 -> new Input.SignalArrived(Signal.HUP);
      case 5 -> new Input.SignalRequested(Signal.QUIT);
      case 6 -> new Input.ConfigurationChanged();
      case 7 -> new Input.ConfigurationUpdated(random.nextBoolean());
      default ->
          random.nextInt(20) == 0 ? new Input.CompanionFailed(1) : new Input.ConfigurationFailed();
    };
  }

  private void take(Input input) {
    history.add(machine.state() + " " + input);
    State before = machine.state();
    List<Effect> effects = machine.next(input);
    if (before.leaving().isEmpty() && machine.state().leaving().isPresent()) {
      expected = Optional.of(expectedStatus(before, input));
    }
    for (Effect effect : effects) {
      effect.perform(this);
    }
    check(input);
  }

  /** What the rules say; empty for whatever the process ends with. */
  private OptionalInt expectedStatus(State before, Input input) {
    return switch (input) {
      case Input.CompanionFailed failed -> OptionalInt.of(failed.status());
      case Input.FailedToStart failed -> OptionalInt.of(failed.shellStatus());
      case Input.SignalArrived _ ->
          policy.exitWhenStopped().isPresent() || !isOwnLife(before.phase())
              ? OptionalInt.of(0)
              : OptionalInt.empty();
      default -> OptionalInt.empty();
    };
  }

  private static boolean isOwnLife(Phase phase) {
    return switch (phase) {
      case STARTING, UP, CLEARING, CLEARING_BY_KILL -> true;
      case DOWN, WAITING, STOPPING, KILLING, LEAVING, LEAVING_BY_KILL -> false;
    };
  }

  private void check(Input input) {
    State state = machine.state();
    claim(state.shouldRun() || state.phase() != Phase.UP, "only what should run runs", input);
    claim(state.shouldRun() || state.phase() != Phase.WAITING, "nor waits to run", input);
    claim(!state.shouldRun() || state.phase() != Phase.DOWN, "what should run is not down", input);
    claim(
        state.leaving().isEmpty() || state.phase() != Phase.DOWN,
        "who leaves does not stand still",
        input);
    boolean limited =
        switch (state.phase()) {
          case DOWN, STARTING, UP, LEAVING_BY_KILL -> false;
          case WAITING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL, LEAVING -> true;
        };
    claim(limited == deadline, "a deadline is set while something is waited for", input);
  }

  private void claim(boolean holds, String claim, Input input) {
    if (!holds) {
      throw new AssertionError(
          claim + ", not after " + input + ": " + machine.state() + "\n" + tail());
    }
  }

  private String tail() {
    return String.join("\n", history.subList(Math.max(0, history.size() - 12), history.size()));
  }

  /** The status that the rules ask for. */
  int expectedStatus() {
    return expected.orElseThrow().orElse(everEnded ? last.shellStatus() : 0);
  }

  @Override
  public void start() {
    assertThat(machine.state().shouldRun()).as(this::tail).isTrue();
    assertThat(running || group > 0).as(this::tail).isFalse();
    if (random.nextInt(10) == 0) {
      arriving.add(new Input.FailedToStart("cannot run 'x'", 127));
    } else {
      running = true;
      deaf = random.nextInt(4) == 0;
      group = random.nextInt(3);
      outside += random.nextInt(4) == 0 ? 1 : 0;
      unkillable = random.nextInt(10) == 0;
      arriving.add(new Input.Started(Exits.PID));
    }
  }

  private void end(ChildExit exit) {
    running = false;
    last = exit;
    everEnded = true;
    arriving.add(new Input.Ended(exit, Duration.ofMillis(random.nextInt(20_000))));
    tellWhoIsGone(1);
  }

  private void tellWhoIsGone(int gone) {
    if (gone > 0 && !running && group == 0) {
      arriving.add(new Input.GroupEnded());
    }
    if (ending && !running && group == 0 && outside == 0) {
      ending = false;
      arriving.add(new Input.NobodyLeft());
    }
  }

  private boolean obeys(Signal signal) {
    return signal.equals(Signal.KILL) ? !unkillable : signal.equals(Signal.TERM) && !deaf;
  }

  @Override
  public void signalProcess(Signal signal) {
    if (running && obeys(signal)) {
      end(Exits.signal(signal));
    }
  }

  @Override
  public void signalGroup(Signal signal) {
    if (obeys(signal)) {
      int gone = group;
      group = 0;
      if (running) {
        end(Exits.signal(signal));
      } else {
        tellWhoIsGone(gone);
      }
    }
  }

  @Override
  public void signalEveryone(Signal signal) {
    ending = true;
    if (obeys(signal)) {
      outside = 0;
    }
    int before = group;
    signalGroup(signal);
    if (before == 0) {
      tellWhoIsGone(0);
    }
  }

  @Override
  public void setDeadline(Duration delay) {
    deadline = true;
  }

  @Override
  public void clearDeadline() {
    deadline = false;
  }

  @Override
  public void exit(int with) {
    status = OptionalInt.of(with);
  }

  @Override
  public void updateConfiguration() {
    arriving.add(
        random.nextBoolean()
            ? new Input.ConfigurationUpdated(random.nextBoolean())
            : new Input.ConfigurationFailed());
  }

  @Override
  public void markRunning(int pid) {}

  @Override
  public void markStopping() {}

  @Override
  public void markStopped() {}

  @Override
  public void say(String message) {}

  @Override
  public String toString() {
    return machine.state() + "\n" + tail();
  }
}
