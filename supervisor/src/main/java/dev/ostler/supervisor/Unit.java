package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Terminal;
import java.io.IOException;

/** One process with everything that belongs to it. */
final class Unit {
  private final String name;
  private final ProcessHandler process;
  private final boolean interactive;
  private Marks marks = Marks.none();
  private Companion companion = Companion.none();

  Unit(Entrypoint entrypoint, ProcessSetup setup) throws IOException {
    ChildCommand command = setup.command();
    this.name = setup.name();
    this.process =
        entrypoint.process(
            name.equals(Setup.ONLY) ? command.arguments().getFirst() : name, command);
    this.interactive = command.isInForeground();
  }

  String name() {
    return name;
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

  /** Ctrl-Z: we stop with our process as a shell's job does, and go on with it. */
  void stoppedFromTerminal() {
    if (Terminal.hasShell()) {
      Terminal.takeBack();
      Terminal.stopOurselves();
    }
    Terminal.giveTo(process.pid().orElse(0));
    process.signalGroup(Signal.CONT);
  }
}
