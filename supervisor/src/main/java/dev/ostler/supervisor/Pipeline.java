package dev.ostler.supervisor;

import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.StagedConfiguration;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.entrypoint.UpdateReport;
import dev.ostler.linux.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does for one configuration what {@link PipelineMachine} decides, and tells it what came of it.
 */
final class Pipeline {
  private final Router router;
  private final Supervision supervision;
  private final ConfigurationSetup setup;
  private final String name;
  private final ConfigurationHandler handler;
  private @Nullable StagedConfiguration staged;
  private @Nullable SideCommand command;

  Pipeline(Entrypoint entrypoint, Router router, Supervision supervision, ConfigurationSetup setup)
      throws IOException {
    this.router = router;
    this.supervision = supervision;
    this.setup = setup;
    this.name = setup.name();
    ConfigurationSetup.Source source = setup.source();
    TreeOptions options =
        setup.keepIf().isPresent() ? setup.options().provingEachUpdate() : setup.options();
    this.handler =
        switch (source.form()) {
          case ARCHIVE -> entrypoint.archive(source.path(), setup.target(), options);
          case DIRECTORY -> entrypoint.directory(source.path(), setup.target(), options);
          case FILE -> entrypoint.file(source.path(), setup.target(), options);
        };
  }

  ConfigurationHandler handler() {
    return handler;
  }

  ConfigurationSetup setup() {
    return setup;
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
    if (!handler.isProven()) {
      supervision.say(
          "what came from " + setup.source().path() + " has not shown yet that it works");
      take(new Input.Unproven(name));
    }
  }

  void perform(Effect.Step step) {
    switch (step) {
      case STAGE -> handler.stage();
      case CHECK -> check();
      case STOP_COMMAND -> {
        if (command != null) {
          command.stop();
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
      case KEEP -> {
        if (setup.keepIf().isPresent()) {
          handler.keep();
        }
      }
      case ROLL_BACK -> handler.rollBack();
    }
  }

  private void check() {
    if (staged == null || setup.check().isEmpty()) {
      throw new AssertionError("internal error: nothing to check for " + name);
    }
    command =
        SideCommand.run(
            router, "configuration check", setup.check().get().of(staged.path()), this::checked);
  }

  private void checked(boolean good, String how) {
    command = null;
    if (!good) {
      staged = null;
      tell(Services.Outcome.REFUSED, Optional.empty(), "its check " + how);
    }
    take(new Input.ConfigurationChecked(name, good, "its check " + how));
  }

  void tell(ChildCommand teller) {
    command = SideCommand.run(router, name + " command", teller, this::told);
  }

  private void told(boolean success, String how) {
    command = null;
    take(new Input.UsersTold(name, success, how));
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
        String message = ConfigurationMessages.updated(updated);
        supervision.say(message);
        boolean differs = !updated.report().isEmpty();
        tell(
            differs ? Services.Outcome.UPDATED : Services.Outcome.UNCHANGED,
            Optional.of(updated.report()),
            message);
        Action action = Rules.strongest(setup.rules(), updated.report());
        take(new Input.ConfigurationUpdated(name, differs, action));
      }
      case ConfigurationEvent.Failed failed -> {
        staged = null;
        String message = String.valueOf(failed.reason().getMessage());
        supervision.say(message);
        tell(Services.Outcome.REFUSED, Optional.empty(), message);
        take(new Input.ConfigurationRefused(name));
      }
      case ConfigurationEvent.RolledBack _ -> {
        tell(Services.Outcome.ROLLED_BACK, Optional.empty(), "it did not prove itself");
        take(new Input.RolledBack(name));
      }
      case ConfigurationEvent.Completed<?> _ -> {} // of the caller's own functions only
    }
  }

  private void tell(Services.Outcome outcome, Optional<UpdateReport> report, String message) {
    supervision.services().configured(name, new Services.Result(outcome, report, message));
  }

  private void take(Input input) {
    supervision.take(input);
  }
}
