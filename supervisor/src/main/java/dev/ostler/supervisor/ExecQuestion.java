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

/** Asks by a command. Whatever is left of it once it has answered or was given up is killed. */
final class ExecQuestion implements Question {
  private final Router router;
  private final String name;
  private final ChildCommand command;
  private @Nullable ProcessHandler handler;
  private @Nullable Asker asker;
  private @Nullable OutputHandler output;
  private LastLine words = new LastLine();
  private @Nullable Alarm lastWords;
  private boolean groupEnded;
  private boolean busy;

  ExecQuestion(Router router, String name, ChildCommand command) {
    this.router = router;
    this.name = name;
    this.command = command.silenced();
  }

  @Override
  public void ask(Asker whom) {
    if (busy) {
      whom.failed("the command asked last time has not ended though it was killed");
      return;
    }
    try {
      words = new LastLine();
      OutputHandler pipe = router.output(name, words::take);
      output = pipe;
      ChildCommand heard =
          command.withStandardOutput(pipe.writeEnd()).withStandardError(pipe.writeEnd());
      ProcessHandler asked = router.process(name, heard, this::happened);
      handler = asked;
      asker = whom;
      busy = true;
      groupEnded = false;
      asked.start();
    } catch (IOException e) {
      release();
      whom.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Nothing is held while nothing is asked. */
  private void release() {
    busy = false;
    if (handler != null) {
      router.forget(handler);
      handler = null;
    }
    if (output != null) {
      router.close(output);
      output = null;
    }
  }

  private void happened(ProcessEvent event) {
    switch (event) {
      case ProcessEvent.Started _ -> {
        if (asker == null) {
          kill(); // given up while it was being started
        }
      }
      case ProcessEvent.FailedToStart failed -> {
        release();
        answer(String.valueOf(failed.reason().getMessage()));
      }
      case ProcessEvent.Ended ended -> {
        kill();
        if (ended.exit().succeeded()) {
          answer(null);
        } else {
          awaitLastWords(ended.exit().description());
        }
      }
      case ProcessEvent.GroupEnded _ -> {
        groupEnded = true;
        releaseIfDone();
      }
      case ProcessEvent.Suspended _ -> {}
    }
  }

  /** What is still in the pipe comes as events, before the next alarm rings. */
  private void awaitLastWords(String how) {
    if (output != null) {
      output.readNow();
    }
    lastWords =
        router.later(
            Duration.ZERO,
            () -> {
              lastWords = null;
              String failure = "it " + how + words.after();
              releaseIfDone();
              answer(failure);
            });
  }

  private void releaseIfDone() {
    if (groupEnded && lastWords == null) {
      release();
    }
  }

  private void answer(@Nullable String failure) {
    Asker waiting = asker;
    asker = null;
    if (waiting == null) {
      return;
    }
    if (failure == null) {
      waiting.succeeded();
    } else {
      waiting.failed(failure);
    }
  }

  private void kill() {
    if (handler != null) {
      handler.signalGroup(Signal.KILL);
    }
  }

  @Override
  public void giveUp() {
    if (asker != null) {
      asker = null;
      kill();
    }
  }

  @Override
  public String missing() {
    return "the command had not ended";
  }

  @Override
  public void close() {
    giveUp();
  }
}
