package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Terminal;
import java.io.IOException;

/** One process with everything that belongs to it. */
final class Unit {
  private ProcessSetup setup;
  private ProcessHandler process;
  private boolean outdated;
  private final boolean interactive;
  private Marks marks = Marks.none();
  private Companion companion;

  Unit(Entrypoint entrypoint, ProcessSetup setup, Services services) throws IOException {
    this.setup = setup;
    this.process = handler(entrypoint, setup, services.connect(setup));
    this.companion = services.companion(setup);
    this.interactive = setup.command().isInForeground();
  }

  private static ProcessHandler handler(
      Entrypoint entrypoint, ProcessSetup setup, ChildCommand command) throws IOException {
    boolean only = setup.name().equals(Setup.ONLY);
    return entrypoint.process(only ? command.arguments().getFirst() : setup.name(), command);
  }

  /** From the next start on; what runs is still the former. */
  void follow(ProcessSetup other) {
    outdated |= SetupDifferences.needsRestart(setup, other);
    setup = other;
  }

  /** Takes over what was changed since the last start. */
  void renew(Entrypoint entrypoint, Services services) throws IOException {
    if (outdated) {
      process = handler(entrypoint, setup, services.connect(setup));
      companion.close();
      companion = services.companion(setup);
      outdated = false;
    }
  }

  String name() {
    return setup.name();
  }

  Stopping stopping() {
    return setup.policy().stopping();
  }

  boolean follows(Unit other) {
    return setup.after().containsKey(other.name());
  }

  ProcessHandler process() {
    return process;
  }

  Companion companion() {
    return companion;
  }

  void mark(Marks shown) {
    marks = shown;
  }

  void accompany(Companion beside) {
    companion.close();
    companion = beside;
  }

  void running(int pid) {
    marks.running(pid);
    companion.mainStarted();
  }

  void stopped() {
    if (interactive) {
      Terminal.takeBack();
    }
    marks.stopped();
    companion.mainStopping();
  }

  /**
   * Ctrl-Z: we stop with our process as a shell's job does, and go on with it. A shell that has it
   * go on in the background keeps the terminal.
   */
  void stoppedFromTerminal() {
    int group = process.pid().orElse(0);
    if (Terminal.hasShell()) {
      if (Terminal.belongsTo(group)) {
        Terminal.takeBack();
      }
      Terminal.stopOurselves();
      if (Terminal.isOurs()) {
        Terminal.giveTo(group);
      }
    } else {
      Terminal.giveTo(group);
    }
    process.signalGroup(Signal.CONT);
  }
}
