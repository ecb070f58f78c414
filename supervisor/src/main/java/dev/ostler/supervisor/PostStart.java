package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.PostStartMachine.Action;
import dev.ostler.supervisor.PostStartMachine.Happening;
import dev.ostler.supervisor.PostStartMachine.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a command after each start of the process, once its condition holds. */
final class PostStart implements Companion {
  /**
   * What to run.
   *
   * @param command what follows a start
   * @param condition what must end with status 0 first; its output is thrown away
   * @param interval from the start to the first look, and from each end of the condition to the
   *     next
   * @param limit how long all of it may take
   * @param grace how long what was asked to end has before it is killed
   * @param whenReady whether it begins when the process is ready for the first time in a run,
   *     rather than when it runs
   */
  record Plan(
      ChildCommand command,
      Optional<ChildCommand> condition,
      Duration interval,
      Duration limit,
      Duration grace,
      boolean whenReady) {}

  private static final int FAILED = 1;

  private final Entrypoint entrypoint;
  private final Supervision supervision;
  private final Plan plan;
  private Phase phase = Phase.IDLE;
  private @Nullable ProcessHandler running;
  private final Map<Alarm, ProcessHandler> ending = new HashMap<>();
  private @Nullable Alarm pause;
  private @Nullable Alarm limit;

  PostStart(Entrypoint entrypoint, Supervision supervision, Plan plan) {
    this.entrypoint = entrypoint;
    this.supervision = supervision;
    this.plan = plan;
  }

  @Override
  public void mainStarted() {
    ending.values().forEach(former -> former.signalGroup(Signal.KILL));
    if (!plan.whenReady()) {
      take(Happening.MAIN_STARTED);
    }
  }

  @Override
  public void mainReady() {
    if (plan.whenReady()) {
      take(Happening.MAIN_STARTED);
    }
  }

  @Override
  public void mainStopping() {
    take(Happening.MAIN_STOPPING);
  }

  @Override
  public void signal(Signal signal) {
    if (running != null) {
      running.signal(signal);
    }
  }

  @Override
  public void happened(ProcessEvent event) {
    if (!event.handler().equals(running)) {
      happenedBefore(event);
      return;
    }
    switch (event) {
      case ProcessEvent.Ended ended ->
          take(ended.exit().succeeded() ? Happening.SUCCEEDED : Happening.FAILED);
      case ProcessEvent.FailedToStart failed -> {
        supervision.say(String.valueOf(failed.reason().getMessage()));
        take(Happening.NOT_STARTED);
      }
      case ProcessEvent.Started _, ProcessEvent.GroupEnded _, ProcessEvent.Suspended _ -> {}
    }
  }

  /** To what was ended, by us or by itself. */
  private void happenedBefore(ProcessEvent event) {
    if (event instanceof ProcessEvent.GroupEnded) {
      ending.forEach((alarm, former) -> {
        if (former.equals(event.handler())) {
          alarm.cancel();
        }
      });
      ending.values().remove(event.handler());
    }
  }

  @Override
  public void rang(AlarmRang alarm) {
    ProcessHandler late = ending.get(alarm.alarm());
    if (late != null) {
      late.signalGroup(Signal.KILL);
    } else if (alarm.alarm().equals(pause)) {
      take(Happening.PAUSE_OVER);
    } else if (alarm.alarm().equals(limit)) {
      take(Happening.LIMIT_OVER);
    }
  }

  @Override
  public void close() {
    mainStopping();
    ending.forEach((alarm, former) -> {
      alarm.cancel();
      former.signalGroup(Signal.KILL);
    });
    ending.clear();
  }

  private void take(Happening happening) {
    PostStartMachine.Step step =
        PostStartMachine.next(phase, happening, plan.condition().isPresent());
    phase = step.phase();
    for (Action action : step.actions()) {
      perform(action);
    }
  }

  private void perform(Action action) {
    switch (action) {
      case SET_LIMIT -> limit = entrypoint.alarm(plan.limit());
      case SET_PAUSE -> pause = entrypoint.alarm(plan.interval());
      case CLEAR_TIMES -> clearTimes();
      case CHECK -> start("post-start condition", plan.condition().orElseThrow().silenced());
      case RUN -> start("post-start", plan.command());
      case END -> end();
      case FAIL_BY_TIME -> fail("was not done within " + Times.inWords(plan.limit()));
      case FAIL -> fail("failed");
    }
  }

  private void clearTimes() {
    if (pause != null) {
      pause.cancel();
    }
    if (limit != null) {
      limit.cancel();
    }
  }

  private void start(String name, ChildCommand command) {
    end();
    try {
      ProcessHandler handler = entrypoint.process(name, command);
      running = handler;
      handler.start();
    } catch (IOException e) {
      supervision.say(String.valueOf(e.getMessage()));
      take(Happening.NOT_STARTED);
    }
  }

  private void end() {
    if (running != null) {
      if (running.signalGroup(Signal.TERM)) {
        ending.put(entrypoint.alarm(plan.grace()), running);
      }
      running = null;
    }
  }

  private void fail(String how) {
    supervision.say("post-start " + how + ": " + plan.command());
    supervision.take(new Input.CompanionFailed(FAILED));
  }
}
