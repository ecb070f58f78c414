package dev.ostler.gateway;

import dev.ostler.control.Changes;
import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlException;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.LogLine;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Subscription;
import dev.ostler.control.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Processes of an {@code ostler run}, resumed and suspended by its control socket. */
final class ProcessWorkload implements Workload {
  private static final int LAST_LINES = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final List<String> processes;
  private final ListenAddress upstream;
  private final ControlClient client;

  ProcessWorkload(String name, Path socket, List<String> processes, ListenAddress upstream) {
    this(name, ControlClient.at(socket).withPatience(PATIENCE), processes, upstream);
  }

  ProcessWorkload(
      String name, ControlClient client, List<String> processes, ListenAddress upstream) {
    this.name = name;
    this.processes = List.copyOf(processes);
    this.upstream = upstream;
    this.client = client;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void wake() throws WorkloadException {
    change(Verb.RESUME, processes, "wake");
    List<String> ended = ended();
    if (!ended.isEmpty()) {
      change(Verb.START, ended, "wake");
    }
  }

  /** What has ended by itself for good is no more than resumed by that: it has to be started. */
  private List<String> ended() throws WorkloadException {
    try {
      return client.status(processes).processes().stream()
          .filter(ProcessEvidence::hasEnded)
          .map(ProcessStatus::name)
          .toList();
    } catch (ControlException e) {
      throw new WorkloadException("cannot wake " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void rest() throws WorkloadException {
    change(Verb.SUSPEND, processes, "rest");
  }

  private void change(Verb verb, List<String> which, String attempt) throws WorkloadException {
    try {
      Changes changes = client.change(verb, which, Optional.empty());
      if (!changes.areGood()) {
        String why =
            changes.processes().stream()
                .flatMap(change -> change.why().stream())
                .collect(Collectors.joining("; "));
        throw new WorkloadException("cannot " + attempt + " " + name + ": " + why);
      }
    } catch (ControlException e) {
      throw e.code() == ErrorCode.UNKNOWN_PROCESS
          ? new WorkloadException("there is no such process: " + e.getMessage(), e)
          : new WorkloadException("cannot " + attempt + " " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Observation observe() {
    try {
      List<ProcessStatus> found = client.status(processes).processes();
      Observation how = ProcessEvidence.of(found, upstream);
      return how instanceof Observation.Failed failed
          ? new Observation.Failed(failed.kind(), failed.reason(), lastLines())
          : how;
    } catch (ControlException e) {
      return e.code() == ErrorCode.UNKNOWN_PROCESS
          ? new Observation.Resting()
          : new Observation.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private List<String> lastLines() throws ControlException {
    return client.logs(processes, LAST_LINES).stream().map(LogLine::text).toList();
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    return Follower.begin(this, () -> new EventHints(client.events()), told);
  }

  /** The supervisor tells of every change. */
  private static final class EventHints implements Follower.Hints {
    private final Subscription<ControlEvent> events;
    private final Iterator<ControlEvent> next;

    EventHints(Subscription<ControlEvent> events) {
      this.events = events;
      next = events.iterator();
    }

    @Override
    public void await() throws ControlException {
      if (!next.hasNext()) {
        throw new ControlException(ErrorCode.ENDING, "the supervisor has no more to tell");
      }
      next.next();
    }

    @Override
    public void close() {
      events.close();
    }
  }

  @Override
  public void close() {}
}
