package dev.ostler.supervisor;

import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.entrypoint.StagedConfiguration;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Does for one configuration what {@link PipelineMachine} decides, and tells it what came of it.
 */
final class Pipeline {
  private final Entrypoint entrypoint;
  private final Supervision supervision;
  private final ConfigurationSetup setup;
  private final String name;
  private final ConfigurationHandler handler;
  private @Nullable StagedConfiguration staged;
  private @Nullable ProcessHandler checking;
  private @Nullable ProcessHandler telling;

  Pipeline(Entrypoint entrypoint, Supervision supervision, ConfigurationSetup setup)
      throws IOException {
    this.entrypoint = entrypoint;
    this.supervision = supervision;
    this.setup = setup;
    this.name = setup.name();
    ConfigurationSetup.Source source = setup.source();
    this.handler =
        switch (source.form()) {
          case ARCHIVE -> entrypoint.archive(source.path(), setup.target(), setup.options());
          case DIRECTORY -> entrypoint.directory(source.path(), setup.target(), setup.options());
          case FILE -> entrypoint.file(source.path(), setup.target(), setup.options());
        };
  }

  ConfigurationHandler handler() {
    return handler;
  }

  void close() {
    handler.close();
  }

  /** Tells people what they should know before anything happens. */
  void introduce() {
    handler.whyNotAtomic().ifPresent(supervision::say);
    if (setup.required() && !Files.exists(setup.source().path())) {
      supervision.say("waiting for " + setup.source().path());
    }
  }

  void perform(Effect.Step step) {
    switch (step) {
      case STAGE -> handler.stage();
      case CHECK -> check();
      case STOP_CHECK -> {
        if (checking != null) {
          checking.signalGroup(Signal.KILL); // its end is the answer
        }
      }
      case SWITCH -> {
        if (staged == null) {
          handler.update();
        } else {
          handler.update(staged);
          staged = null;
        }
      }
      case KEEP -> {}
      case ROLL_BACK -> handler.rollBack();
    }
  }

  private void check() {
    if (staged == null || setup.check().isEmpty()) {
      throw new AssertionError("internal error: nothing to check for " + name);
    }
    ChildCommand command = setup.check().get().of(staged.path());
    try {
      ProcessHandler process = entrypoint.process("configuration check", command);
      checking = process;
      process.start();
    } catch (IOException e) {
      checked(false, String.valueOf(e.getMessage()));
    }
  }

  private void checked(boolean good, String reason) {
    checking = null;
    if (!good) {
      staged = null;
    }
    supervision.take(new Input.ConfigurationChecked(name, good, reason));
  }

  void tell(ChildCommand command) {
    try {
      ProcessHandler process = entrypoint.process(name + " command", command);
      telling = process;
      process.start();
    } catch (IOException e) {
      told(false, "failed: " + e.getMessage());
    }
  }

  private void told(boolean success, String how) {
    telling = null;
    supervision.take(new Input.UsersTold(name, success, how));
  }

  /** Returns whether the event was of a command of this configuration's. */
  boolean happened(ProcessEvent event) {
    boolean check = event.handler().equals(checking);
    if (!check && !event.handler().equals(telling)) {
      return false;
    }
    switch (event) {
      case ProcessEvent.Ended ended -> {
        event.handler().signalGroup(Signal.KILL); // whatever it has left behind
        answer(check, ended.exit());
      }
      case ProcessEvent.FailedToStart failed ->
          notRun(check, String.valueOf(failed.reason().getMessage()));
      case ProcessEvent.Started _, ProcessEvent.GroupEnded _, ProcessEvent.Suspended _ -> {}
    }
    return true;
  }

  private void answer(boolean check, ChildExit exit) {
    if (check) {
      checked(exit.succeeded(), "its check " + exit.description());
    } else {
      told(exit.succeeded(), exit.description());
    }
  }

  private void notRun(boolean check, String reason) {
    if (check) {
      checked(false, reason);
    } else {
      told(false, "failed: " + reason);
    }
  }

  void happened(ConfigurationEvent event) {
    switch (event) {
      case ConfigurationEvent.Changed _ -> take(new Input.ConfigurationChanged(name));
      case ConfigurationEvent.Removed removed -> {
        supervision.say(removed.handler().source() + " was removed; its target stays as it is");
        take(new Input.NothingNew(name));
      }
      case ConfigurationEvent.Unreadable unreadable -> {
        supervision.say(String.valueOf(unreadable.reason().getMessage()));
        take(new Input.NothingNew(name));
      }
      case ConfigurationEvent.Staged ready -> {
        staged = ready.staged();
        take(new Input.ConfigurationStaged(name, !ready.staged().report().isEmpty()));
      }
      case ConfigurationEvent.Updated updated -> {
        supervision.say(ConfigurationMessages.updated(updated));
        boolean differs = !updated.report().isEmpty();
        Action action = Rules.strongest(setup.rules(), updated.report());
        take(new Input.ConfigurationUpdated(name, differs, action));
      }
      case ConfigurationEvent.Failed failed -> {
        staged = null;
        supervision.say(String.valueOf(failed.reason().getMessage()));
        take(new Input.ConfigurationRefused(name));
      }
      case ConfigurationEvent.RolledBack _ -> take(new Input.RolledBack(name));
      case ConfigurationEvent.Completed<?> _ -> {} // of the caller's own functions only
    }
  }

  private void take(Input input) {
    supervision.take(input);
  }
}
