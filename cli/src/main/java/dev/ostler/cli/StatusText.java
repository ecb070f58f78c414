package dev.ostler.cli;

import dev.ostler.control.Activation;
import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.Instance;
import dev.ostler.control.LastExit;
import dev.ostler.control.Life;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness;
import dev.ostler.control.SetBy;
import dev.ostler.control.Setting;
import dev.ostler.control.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A status for people: tables, with times as of the moment at which it was asked for. */
final class StatusText {
  private final Status status;
  private final Instant now;
  private final boolean colors;

  private StatusText(Status status, boolean colors) {
    this.status = status;
    this.now = status.instance().started().plus(status.instance().uptime());
    this.colors = colors;
  }

  static String of(Status status, boolean colors) {
    StatusText text = new StatusText(status, colors);
    StringBuilder all = new StringBuilder(text.instance());
    status
        .activation()
        .ifPresent(activation -> all.append('\n').append(text.activation(activation)));
    if (!status.processes().isEmpty()) {
      all.append("\n\n").append(text.processes());
    }
    if (!status.configurations().isEmpty()) {
      all.append("\n\n").append(text.configurations());
    }
    return all.toString();
  }

  private String instance() {
    Instance instance = status.instance();
    return "ostler "
        + instance.release()
        + instance.file().map(file -> " with " + file).orElse("")
        + ", pid "
        + instance.pid()
        + ", up "
        + CtlText.duration(instance.uptime())
        + (instance.ending() ? ", ending" : "");
  }

  private String activation(Activation activation) {
    return (activation.active() ? "active: " : "on standby: ")
        + activation.file()
        + (activation.active() ? " is there" : " is not there")
        + ", for "
        + since(activation.since());
  }

  private String processes() {
    TextTable table = new TextTable("PROCESS", "PHASE", "READY", "PID", "RESTARTS", "");
    for (ProcessStatus process : status.processes()) {
      Life life = process.life();
      table.row(
          TextTable.Cell.of(process.name()),
          TextTable.Cell.of(CtlText.word(life.phase()), color(life)),
          TextTable.Cell.of(CtlText.word(life.readiness().state())),
          TextTable.Cell.of(life.pid().isPresent() ? "" + life.pid().getAsInt() : "-"),
          TextTable.Cell.of("" + life.restarts()),
          TextTable.Cell.of(notes(process)));
    }
    return table.text(colors);
  }

  private static TextTable.Color color(Life life) {
    boolean waitsToBeReady = life.readiness().state() != Readiness.State.YES;
    return switch (life.phase()) {
      case RUNNING -> waitsToBeReady ? TextTable.Color.YELLOW : TextTable.Color.GREEN;
      case STARTING, STOPPING, WAITING -> TextTable.Color.YELLOW;
      case BACKING_OFF -> TextTable.Color.RED;
      case DOWN -> TextTable.Color.NONE;
    };
  }

  /** Why it does not run, and how it ended last. */
  private String notes(ProcessStatus process) {
    List<String> notes = new ArrayList<>();
    Setting started = process.intent().started();
    if (!started.value()) {
      notes.add(
          switch (started.by()) {
            case SetBy.Itself _ -> "over for " + since(started.since());
            case SetBy.Configuration _ -> "not started for " + since(started.since());
            case SetBy.Control _, SetBy.Datagram _, SetBy.ActivationFile _ ->
                setting("stopped", started);
          });
    }
    if (!process.intent().active().value()) {
      notes.add(setting("on standby", process.intent().active()));
    }
    if (process.intent().suspended().value()) {
      notes.add(setting("suspended", process.intent().suspended()));
    }
    if (process.life().phase() == ProcessPhase.RUNNING) {
      notes.add(readiness(process.life().readiness()));
    }
    process.life().readiness().says().ifPresent(text -> notes.add("\"" + text + "\""));
    process
        .life()
        .nextRestart()
        .ifPresent(wait -> notes.add("restart in " + CtlText.duration(wait)));
    process.life().lastExit().ifPresent(exit -> notes.add(exit(exit)));
    return String.join("; ", notes);
  }

  private String setting(String what, Setting setting) {
    String by =
        switch (setting.by()) {
          case SetBy.Control control ->
              " by user " + control.user() + " (pid " + control.pid() + ")";
          case SetBy.Datagram _ -> " by datagram";
          case SetBy.ActivationFile file -> " by " + file.path();
          case SetBy.Configuration _ -> " by configuration";
          case SetBy.Itself _ -> " by itself";
        };
    return what + by + " for " + since(setting.since());
  }

  private String readiness(Readiness readiness) {
    String state =
        switch (readiness.state()) {
          case YES -> "ready";
          case NO -> "not ready";
          case UNKNOWN -> "not known to be ready";
        };
    return state + " for " + since(readiness.since());
  }

  private String exit(LastExit exit) {
    String how =
        exit.signal().isPresent()
            ? "signal " + exit.signal().get()
            : "status " + exit.code().orElseThrow();
    return "ended "
        + since(exit.at())
        + " ago with "
        + how
        + " after "
        + CtlText.duration(exit.ran());
  }

  private String configurations() {
    TextTable table = new TextTable("CONFIGURATION", "STATE", "GENERATION", "TARGET", "");
    for (ConfigurationStatus configuration : status.configurations()) {
      table.row(
          TextTable.Cell.of(configuration.name()),
          TextTable.Cell.of(CtlText.word(configuration.state()), color(configuration.state())),
          TextTable.Cell.of("" + configuration.version().generation()),
          TextTable.Cell.of(configuration.target()),
          TextTable.Cell.of(notes(configuration)));
    }
    return table.text(colors);
  }

  private static TextTable.Color color(ConfigurationStatus.State state) {
    return switch (state) {
      case CURRENT -> TextTable.Color.GREEN;
      case WAITING, UPDATING -> TextTable.Color.YELLOW;
      case REFUSED, ROLLED_BACK -> TextTable.Color.RED;
    };
  }

  private String notes(ConfigurationStatus configuration) {
    List<String> notes = new ArrayList<>();
    configuration
        .lastUpdate()
        .ifPresent(last -> notes.add(last.message() + ", " + since(last.at()) + " ago"));
    configuration.whyNotAtomic().ifPresent(why -> notes.add("not atomic: " + why));
    return String.join("; ", notes);
  }

  private String since(Instant then) {
    Duration passed = Duration.between(then, now);
    return CtlText.duration(passed.isNegative() ? Duration.ZERO : passed);
  }
}
