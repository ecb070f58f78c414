package dev.ostler.supervisor;

import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConfigurationException;
import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.SourceChangedException;
import dev.ostler.entrypoint.StagedConfiguration;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.entrypoint.UpdateReport;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does for one configuration what {@link PipelineMachine} decides, and tells it what came of it.
 */
final class Pipeline {
  private static final int MOST_OVERTAKEN = 5;

  private final Router router;
  private final Supervision supervision;
  private final ConfigurationSetup setup;
  private final String name;
  private final ConfigurationHandler handler;
  private @Nullable StagedConfiguration staged;
  private @Nullable SideCommand command;
  private @Nullable UpdateReport trial;
  private String failure = "";
  private int overtaken; // one upon the other
  private boolean closed;

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

  /** Nothing is heard of it any more. */
  void close() {
    closed = true;
    perform(Effect.Step.STOP_COMMAND);
    handler.close();
  }

  boolean isClosed() {
    return closed;
  }

  /** Tells people what they should know before anything happens. */
  void introduce() {
    if (closed) {
      return;
    }
    handler.whyNotAtomic().ifPresent(supervision::say);
    boolean hasSource = Files.exists(setup.source().path());
    if (setup.required() && handler.hasKept()) {
      take(new Input.KeptBefore(name, hasSource));
    } else if (setup.required() && !hasSource) {
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
      case KEEP -> keep();
      case ROLL_BACK -> handler.rollBack();
    }
  }

  private void keep() {
    if (setup.keepIf().isPresent()) {
      handler.keep();
    }
    if (trial != null) {
      tell(Services.Outcome.KEPT, Optional.of(trial), "");
      trial = null;
    }
  }

  private void check() {
    if (staged == null || setup.check().isEmpty()) {
      throw new AssertionError("internal error: nothing to check for " + name);
    }
    command =
        SideCommand.run(
            router,
            "configuration check",
            setup.check().get().of(staged.path(), setup.target()),
            this::checked);
  }

  private void checked(SideCommand.End end) {
    command = null;
    if (closed) {
      return;
    }
    String reason = "its check " + end.inFull();
    if (!end.success()) {
      staged = null;
      handler.discard();
      tell(Services.Outcome.REFUSED, reason);
    } else if (!end.said().isEmpty()) {
      supervision.say("the check of what came from " + setup.source().path() + ": " + end.said());
    }
    take(new Input.ConfigurationChecked(name, end.success(), reason));
  }

  void tell(ChildCommand teller) {
    command = SideCommand.run(router, name + " command", teller, this::told);
  }

  private void told(SideCommand.End end) {
    command = null;
    if (closed) {
      return;
    }
    if (end.success() && !end.said().isEmpty()) {
      supervision.say(
          "the command for what came from " + setup.source().path() + ": " + end.said());
    }
    if (!end.success() && setup.keepIf().isEmpty()) {
      tell(Services.Outcome.STAYED, "its command " + end.inFull());
      trial = null;
    }
    take(new Input.UsersTold(name, end.success(), end.inFull()));
  }

  void happened(ConfigurationEvent event) {
    switch (event) {
      case ConfigurationEvent.Changed _ -> {
        failure = "";
        tell(Services.Outcome.SEEN, setup.source().path() + " has changed");
        take(new Input.ConfigurationChanged(name));
      }
      case ConfigurationEvent.Removed removed -> {
        failure = "";
        supervision.say(removed.handler().source() + " was removed; its target stays as it is");
        take(new Input.SourceRemoved(name));
      }
      case ConfigurationEvent.Unreadable unreadable -> {
        failed(Services.Outcome.FAILED, unreadable.reason());
        take(new Input.NothingNew(name));
      }
      case ConfigurationEvent.Staged ready -> {
        overtaken = 0;
        staged = ready.staged();
        take(new Input.ConfigurationStaged(name, !ready.staged().report().isEmpty()));
      }
      case ConfigurationEvent.Updated updated -> {
        updated(updated);
      }
      case ConfigurationEvent.Failed failed -> notDone(failed.reason());
      case ConfigurationEvent.RolledBack _ -> {
        trial = null;
        tell(Services.Outcome.ROLLED_BACK, supervision.machine().pipeline(name).trouble());
        take(new Input.RolledBack(name));
      }
      case ConfigurationEvent.Completed<?> _ -> {} // of the caller's own functions only
    }
  }

  /** A source that changes again and again is told of, or nobody would know why nothing comes. */
  private void notDone(ConfigurationException reason) {
    staged = null;
    if (reason instanceof SourceChangedException && overtaken < MOST_OVERTAKEN) {
      overtaken++;
      take(new Input.ConfigurationOvertaken(name));
      return;
    }
    failed(trial == null ? Services.Outcome.FAILED : Services.Outcome.STAYED, reason);
    trial = null;
    take(new Input.ConfigurationRefused(name, isPassing(reason)));
  }

  /** Whether the machine refuses, such as for want of room, rather than what was offered. */
  private boolean isPassing(ConfigurationException reason) {
    return switch (reason.getCause()) {
      case FileSystemException _, LinuxException _, Error _ -> true;
      case null -> false;
      default -> supervision.machine().pipeline(name).state().phase().isRollingBack();
    };
  }

  private void updated(ConfigurationEvent.Updated updated) {
    failure = "";
    overtaken = 0;
    String message = ConfigurationMessages.updated(updated);
    supervision.say(message);
    UpdateReport report = updated.report();
    boolean differs = !report.isEmpty();
    if (differs) {
      trial = report;
    }
    tell(
        differs ? Services.Outcome.SWITCHED : Services.Outcome.UNCHANGED,
        Optional.of(report),
        message);
    take(new Input.ConfigurationUpdated(name, differs, Rules.strongest(setup.rules(), report)));
  }

  /** People are told once of what is tried again and again. */
  private void failed(Services.Outcome outcome, Exception reason) {
    String message = String.valueOf(reason.getMessage());
    if (!message.equals(failure)) {
      failure = message;
      supervision.say(message);
    }
    tell(outcome, message);
  }

  private void tell(Services.Outcome outcome, String message) {
    tell(outcome, Optional.empty(), message);
  }

  private void tell(Services.Outcome outcome, Optional<UpdateReport> report, String message) {
    supervision.services().configured(name, new Services.Result(outcome, report, message));
  }

  private void take(Input input) {
    supervision.take(input);
  }
}
