package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Active while a file exists on this machine. */
final class FileActivation implements ActivationHandler {
  private final Path file;
  private final Loop loop;
  private final PathWatch watch;
  private boolean active;
  private boolean open = true;

  FileActivation(Path file, Loop loop, Watches watches, WatchOptions options) throws IOException {
    this.file = file;
    this.loop = loop;
    this.watch = new PathWatch(watches, loop, file, options, _ -> look());
    watch.start();
    active = Files.exists(file);
    report();
  }

  private void look() {
    boolean now = Files.exists(file);
    if (now != active) {
      active = now;
      report();
    }
  }

  private void report() {
    loop.report(new ActivationChanged(this, active, Optional.empty()));
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
