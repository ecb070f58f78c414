package dev.ostler.supervisor;

import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks by a command. Whatever is left of it once it has answered or was given up is killed. */
final class ExecQuestion implements Question {
  private final Router router;
  private final String name;
  private final ChildCommand command;
  private @Nullable ProcessHandler handler;
  private @Nullable Asker asker;
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
      if (handler == null) {
        handler = router.process(name, command, this::happened);
      }
      asker = whom;
      busy = true;
      handler.start();
    } catch (IOException e) {
      whom.failed(String.valueOf(e.getMessage()));
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
        busy = false;
        answer(String.valueOf(failed.reason().getMessage()));
      }
      case ProcessEvent.Ended ended -> {
        kill();
        answer(ended.exit().succeeded() ? null : "it " + ended.exit().description());
      }
      case ProcessEvent.GroupEnded _ -> busy = false;
      case ProcessEvent.Suspended _ -> {}
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
