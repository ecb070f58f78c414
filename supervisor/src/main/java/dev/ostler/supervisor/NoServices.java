package dev.ostler.supervisor;

import dev.ostler.entrypoint.Event;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import java.time.Duration;
import java.util.Optional;

/** Nothing around a process. */
final class NoServices implements Services {
  private final Reporter reporter;

  NoServices(Reporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public Reporter reporter() {
    return reporter;
  }

  @Override
  public ChildCommand connect(ProcessSetup process) {
    return process.command();
  }

  @Override
  public Companion companion(ProcessSetup process) {
    return Companion.none();
  }

  @Override
  public void forget(String process) {}

  @Override
  public void begin(Supervision supervision) {}

  @Override
  public void started(String process, int pid) {}

  @Override
  public void ended(String process, ChildExit exit, Duration ran) {}

  @Override
  public void failedToStart(String process) {}

  @Override
  public void backingOff(String process, Duration delay) {}

  @Override
  public Optional<String> whyNotReady(String process) {
    return Optional.empty();
  }

  @Override
  public void watch(String process, Effect.Watching what) {}

  @Override
  public void introduced(Pipeline pipeline) {}

  @Override
  public void configured(String configuration, Result result) {}

  @Override
  public void decided() {}

  @Override
  public void follow(Setup setup) {}

  @Override
  public boolean happened(Event event) {
    return false;
  }

  @Override
  public void finish() {}

  @Override
  public boolean isFinished() {
    return true;
  }

  @Override
  public void close() {}
}
