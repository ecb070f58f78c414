package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxException;
import java.nio.file.Path;
import java.util.Optional;

/** Active while a file exists on this machine. */
final class FileActivation implements ActivationHandler, Handler, PathWatch.Listener {
  private final Path file;
  private final Loop loop;
  private final PathWatch watch;
  private boolean active;
  private boolean reported;
  private Optional<String> trouble = Optional.empty();
  private boolean open = true;

  FileActivation(Path file, Loop loop, Watches watches, WatchOptions options) {
    this.file = file;
    this.loop = loop;
    this.watch = new PathWatch(watches, loop, file, options, this);
  }

  /** Starts watching, and reports the state. */
  void start() {
    watch.arm();
    look();
    if (!reported) {
      report();
    }
  }

  @Override
  public void lookAgain(PathWatch.Hint hint) {
    look();
  }

  private void look() {
    try {
      boolean now = Lookup.status(file).isPresent();
      if (now != active) {
        active = now;
        report();
      }
    } catch (LinuxException notKnown) {
      // It stays as it was: not knowing is no reason to end a process or to start one.
      trouble(String.valueOf(notKnown.getMessage()));
    }
  }

  @Override
  public void troubled(String warning) {
    trouble(warning);
  }

  private void trouble(String message) {
    if (!trouble.equals(Optional.of(message))) {
      trouble = Optional.of(message);
      look();
      report();
    }
  }

  private void report() {
    reported = true;
    loop.report(new ActivationChanged(this, active, trouble));
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      watch.close();
      loop.forget(event -> event instanceof ActivationChanged change && change.handler() == this);
    }
  }

  @Override
  public String toString() {
    return "activation " + file;
  }
}
