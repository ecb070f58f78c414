package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.OutputHandler;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command that runs once beside the processes: it answers, and leaves nothing behind. */
final class SideCommand {
  /** Takes the answer of a command, exactly once. */
  @FunctionalInterface
  interface Answer {
    /** The command has ended, or could not be run. */
    void ended(End end);
  }

  /**
   * What a command came to.
   *
   * @param how in words that go on from its name
   * @param said the end of what it wrote, in one line
   */
  record End(boolean success, String how, String said) {
    /** Why, with what it said itself. */
    String inFull() {
      return said.isEmpty() ? how : how + ": " + said;
    }
  }

  private final Router router;
  private final Answer answer;
  private final LastWords words = new LastWords();
  private @Nullable ProcessHandler process;
  private @Nullable OutputHandler output;
  private @Nullable Alarm limit;

  private SideCommand(Router router, Answer answer) {
    this.router = router;
    this.answer = answer;
  }

  /**
   * Runs a command; the answer may come before this returns.
   *
   * @param name what to call it in messages
   */
  static SideCommand run(Router router, String name, ChildCommand command, Answer answer) {
    SideCommand side = new SideCommand(router, answer);
    try {
      OutputHandler pipe = router.output(name, side.words::take);
      side.output = pipe;
      ChildCommand heard =
          command.withStandardOutput(pipe.writeEnd()).withStandardError(pipe.writeEnd());
      side.process = router.process(name, heard, side::happened);
      side.process.start();
    } catch (IOException e) {
      side.answer(false, "was not run: " + e.getMessage());
    }
    return side;
  }

  /** Kills it if it has not ended by then. */
  void limit(Duration within) {
    limit = router.later(within, this::stop);
  }

  /** Kills it; its end is the answer. */
  void stop() {
    if (process != null) {
      process.signalGroup(Signal.KILL);
    }
  }

  private void happened(ProcessEvent event) {
    switch (event) {
      case ProcessEvent.Ended ended -> {
        event.handler().signalGroup(Signal.KILL); // whatever it has left behind
        awaitLastWords(ended);
      }
      case ProcessEvent.FailedToStart failed -> {
        router.forget(event.handler());
        answer(false, "was not run: " + failed.reason().getMessage());
      }
      case ProcessEvent.GroupEnded _ -> router.forget(event.handler());
      case ProcessEvent.Started _, ProcessEvent.Suspended _ -> {}
    }
  }

  /** What is still in the pipe comes as events, before the next alarm rings. */
  private void awaitLastWords(ProcessEvent.Ended ended) {
    if (output != null) {
      output.readNow();
    }
    router.later(Duration.ZERO, () -> answer(ended.exit().succeeded(), ended.exit().description()));
  }

  private void answer(boolean success, String how) {
    router.cancel(limit);
    if (output != null) {
      router.close(output);
      output = null;
    }
    answer.ended(new End(success, how, words.line()));
  }
}
