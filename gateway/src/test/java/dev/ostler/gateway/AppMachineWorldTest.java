package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lives of an app by chance; a failure names its seed. */
class AppMachineWorldTest {
  private static final int LIVES = 20_000;
  private static final int MOMENTS = 80;
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());

  /** An app, its platform and its visitors. */
  private static final class World {
    private final Random random;
    private final AppMachine app = new AppMachine(AppPolicy.usual());
    private final Set<AppDeadline> deadlines = EnumSet.noneOf(AppDeadline.class);
    private final Deque<AppInput> arriving = new ArrayDeque<>();
    private final List<String> history = new ArrayList<>();
    private boolean open;
    private boolean confirming;
    private boolean drainPassed;
    private boolean outside;

    /** Who is neither let in nor turned away yet; other apps are told so, and stay. */
    private int waiting;

    private int ties;

    World(Random random) {
      this.random = random;
    }

    void live() {
      for (int moment = 0; moment < MOMENTS; moment++) {
        happen();
      }
      settleDown();
    }

    private void happen() {
      if (!arriving.isEmpty() && random.nextBoolean()) {
        take(arriving.poll());
        return;
      }
      outside = true;
      switch (random.nextInt(10)) {
        case 0, 1 -> take(new AppInput.Arrived());
        case 2 -> tie();
        case 3, 4 -> leave();
        case 5, 6 -> passSome();
        case 7 -> take(new AppInput.Seen(anything()));
        case 8 -> take(new AppInput.Seen(new Observation.Running(somewhere())));
        default -> take(asked());
      }
      outside = false;
    }

    private void tie() {
      if (ties == 0) {
        ties++;
        take(new AppInput.Tied());
        take(new AppInput.Arrived());
      } else {
        ties--;
        take(new AppInput.Untied());
        take(new AppInput.Left());
      }
    }

    private void leave() {
      if (app.users() > ties) {
        waiting = Math.min(waiting, app.users() - ties - 1);
        take(new AppInput.Left());
      }
    }

    /** Apps that need it stay. */
    private void turnAway() {
      for (; waiting > 0; waiting--) {
        arriving.addFirst(new AppInput.Left());
      }
    }

    private void passSome() {
      if (!deadlines.isEmpty()) {
        List<AppDeadline> all = List.copyOf(deadlines);
        AppDeadline passed = all.get(random.nextInt(all.size()));
        deadlines.remove(passed);
        drainPassed = passed == AppDeadline.DRAIN;
        take(new AppInput.Passed(passed));
        drainPassed = false;
      }
    }

    private Optional<InetSocketAddress> somewhere() {
      return Optional.of(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 8000 + random.nextInt(2)));
    }

    private Observation anything() {
      return switch (random.nextInt(5)) {
        case 0 -> new Observation.Resting();
        case 1 -> new Observation.Waking("starting");
        case 2 -> new Observation.Resigning();
        case 3 -> new Observation.Failed("broken", List.of());
        default -> new Observation.Unknown("no answer");
      };
    }

    private AppInput asked() {
      return switch (random.nextInt(9)) {
        case 7 -> new AppInput.Resigned();
        case 5 -> new AppInput.StaysAwake();
        case 6 -> new AppInput.UsedByOthers(Duration.ofMinutes(1));
        case 0 -> new AppInput.WakeAsked();
        case 4 -> new AppInput.HourCame(anyHour());
        case 1 -> new AppInput.RestAsked();
        case 2 -> new AppInput.BarSet(random.nextBoolean());
        case 3 -> new AppInput.KeptAwake(Duration.ofMinutes(1));
        default -> new AppInput.Refused(new Observation.Failed("refused", List.of()));
      };
    }

    private Schedule.Hour anyHour() {
      List<Schedule.Hour> hours = List.of(Schedule.Hour.values());
      return hours.get(random.nextInt(hours.size()));
    }

    /** Nothing surprising any more: a platform that does what it is asked for. */
    private void settleDown() {
      take(new AppInput.BarSet(false));
      take(new AppInput.WakeAsked());
      for (int i = 0; i < 60 && app.phase() != AppPhase.AWAKE; i++) {
        if (!arriving.isEmpty()) {
          take(arriving.poll());
        } else if (app.phase() == AppPhase.UNKNOWN) {
          take(new AppInput.Seen(new Observation.Resting()));
        } else if (confirming) {
          take(new AppInput.Confirmed());
        } else if (app.phase() == AppPhase.WAKING) {
          take(new AppInput.Seen(new Observation.Running(somewhere())));
        } else if (app.phase() == AppPhase.FAILED) {
          take(new AppInput.WakeAsked());
        } else {
          passSome();
        }
      }
      assertThat(app.phase()).as("awake in the end: %s", this).isEqualTo(AppPhase.AWAKE);
      assertThat(open).as("and open: %s", this).isTrue();
    }

    private void take(AppInput input) {
      history.add(app.phase() + " " + input);
      if (input instanceof AppInput.Arrived && !open) {
        waiting++;
      }
      for (AppEffect effect : app.next(input)) {
        history.add("  " + effect);
        perform(effect);
      }
      if (!(input instanceof AppInput.Tied)) { // it comes with the next
        check(input);
      }
    }

    private void perform(AppEffect effect) {
      switch (effect) {
        case AppEffect.Wake _ -> {
          arriving.add(new AppInput.Seen(new Observation.Waking("pulling")));
          arriving.add(new AppInput.Seen(new Observation.Running(somewhere())));
        }
        case AppEffect.Rest _ -> {
          assertThat(app.users() == 0 || drainPassed || outside)
              .as("nobody's use is cut off: %s", this)
              .isTrue();
          arriving.add(random.nextBoolean() ? RESTS : new AppInput.Resigned());
          arriving.add(RESTS);
        }
        case AppEffect.StopResting _ -> {
          if (random.nextBoolean() && arriving.removeLastOccurrence(RESTS)) { // it is in time
            arriving.add(new AppInput.StaysAwake());
          }
        }
        case AppEffect.Confirm _ -> confirming = true;
        case AppEffect.StopConfirming _ -> confirming = false;
        case AppEffect.Release _ -> {
          open = true;
          waiting = 0;
        }
        case AppEffect.Hold _ -> open = false;
        case AppEffect.SetDeadline set -> deadlines.add(set.deadline());
        case AppEffect.ClearDeadline clear -> deadlines.remove(clear.deadline());
        case AppEffect.TurnAway _, AppEffect.SendAway _ -> turnAway();
        case AppEffect.TellUse _,
            AppEffect.TellNotRested _,
            AppEffect.TellStage _,
            AppEffect.LoseSight _,
            AppEffect.RegainSight _ -> {}
      }
    }

    private void check(AppInput input) {
      AppPhase phase = app.phase();
      claim(open == (phase == AppPhase.AWAKE), "it is open if and only if it is awake", input);
      claim(confirming == (phase == AppPhase.CONFIRMING), "it is asked while nobody knows", input);
      boolean waking = phase == AppPhase.WAKING || phase == AppPhase.CONFIRMING;
      claim(!waking || deadlines.contains(AppDeadline.WAKE), "a wake is limited", input);
      claim(
          phase != AppPhase.AWAKE || app.users() == 0 || deadlines.contains(AppDeadline.TOLD),
          "others know of its use",
          input);
      claim(
          phase != AppPhase.DRAINING || deadlines.contains(AppDeadline.DRAIN),
          "a drain is limited",
          input);
      claim(
          phase != AppPhase.FAILED || !app.isDue() || deadlines.contains(AppDeadline.RETRY),
          "what its schedule or another app wants awake is tried again",
          input);
      claim(
          phase != AppPhase.RESTING || ties == 0 || app.isBarred(),
          "what another app needs does not rest",
          input);
      claim(phase != AppPhase.RESTING || waiting == 0, "nobody waits for what rests", input);
      claim(
          phase != AppPhase.SETTLING || deadlines.contains(AppDeadline.SETTLE),
          "a rest is limited",
          input);
    }

    private void claim(boolean holds, String claim, AppInput input) {
      assertThat(holds).as("%s, after %s: %s", claim, input, this).isTrue();
    }

    @Override
    public String toString() {
      return app.phase()
          + "\n"
          + String.join("\n", history.subList(Math.max(0, history.size() - 25), history.size()));
    }
  }

  @Test
  void everyLifeKeepsTheRulesAndCanBeWoken() {
    for (int seed = 0; seed < LIVES; seed++) {
      World world = new World(new Random(seed));
      try {
        world.live();
      } catch (AssertionError broken) {
        throw new AssertionError("seed " + seed, broken);
      }
    }
  }
}
