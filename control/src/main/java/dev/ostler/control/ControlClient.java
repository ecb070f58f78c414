package dev.ostler.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Talks to a running supervisor over its control socket. Each call is a connection of its own and
 * blocks until it is answered, at the longest for the patience that was set; so a supervisor may
 * come and go between calls. For any number of threads.
 *
 * <pre>{@code
 * ControlClient ostler = ControlClient.at(Path.of("/run/ostler.sock"));
 * ostler.change(Verb.SUSPEND, List.of("web"), Optional.of(Duration.ofSeconds(30)));
 * try (Subscription<ControlEvent> events = ostler.events()) {
 *   for (ControlEvent event : events) { ... }
 * }
 * }</pre>
 *
 * <p>A list of processes that is empty means all of them. All methods throw {@link
 * ControlException}: with {@link ErrorCode#UNREACHABLE} if nobody listens, with {@link
 * ErrorCode#NO_ANSWER} if the answer does not come in time, and with what the supervisor answered
 * otherwise.
 */
public final class ControlClient {
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);
  private static final int ID = 1;

  private final Path socket;
  private final Duration patience;

  private ControlClient(Path socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /**
   * A client that waits 10 seconds for an answer.
   *
   * @param socket the name of the supervisor's control socket
   * @return the client; it holds nothing that needs closing
   */
  public static ControlClient at(Path socket) {
    return new ControlClient(socket, USUAL_PATIENCE);
  }

  /**
   * A client that waits as long as is said.
   *
   * @param longest for an answer, positive; a wait that was asked for comes on top
   * @return another client
   * @throws IllegalArgumentException if it is not positive
   */
  public ControlClient withPatience(Duration longest) {
    if (!longest.isPositive()) {
      throw new IllegalArgumentException("patience must be positive, got " + longest);
    }
    return new ControlClient(socket, longest);
  }

  /**
   * Asks who listens.
   *
   * @return the supervisor
   * @throws ControlException as said above
   */
  public Instance hello() throws ControlException {
    return (Instance) ask(new Request.Hello(), Duration.ZERO);
  }

  /**
   * Asks how everything is.
   *
   * @param processes which ones
   * @return the status
   * @throws ControlException as said above
   */
  public Status status(List<String> processes) throws ControlException {
    return (Status) ask(new Request.GetStatus(processes), Duration.ZERO);
  }

  /**
   * Asks whether everything is well.
   *
   * @param processes which ones
   * @param ready whether they must be ready as well as live
   * @return the health; one that has not passed is no exception
   * @throws ControlException as said above
   */
  public Health check(List<String> processes, boolean ready) throws ControlException {
    return (Health) ask(new Request.Check(processes, ready), Duration.ZERO);
  }

  /**
   * Asks processes to do something else.
   *
   * @param verb what
   * @param processes which ones
   * @param within how long to wait until it is done, at most {@link Request#LONGEST_WAIT}; empty
   *     for not at all
   * @return what it came to for each; a failure of one is no exception
   * @throws ControlException as said above
   */
  public Changes change(Verb verb, List<String> processes, Optional<Duration> within)
      throws ControlException {
    return (Changes) ask(new Request.Change(verb, processes, within), within.orElse(Duration.ZERO));
  }

  /**
   * Sends a signal to processes.
   *
   * @param signal its name, such as {@code HUP}, or its number
   * @param processes which ones
   * @return what it came to for each; a failure of one is no exception
   * @throws ControlException as said above
   */
  public Changes signal(String signal, List<String> processes) throws ControlException {
    return (Changes) ask(new Request.SendSignal(signal, processes), Duration.ZERO);
  }

  /**
   * Has the supervisor read its file again.
   *
   * @param dryRun whether only to show what would be done
   * @param within how long to wait until it is done, at most {@link Request#LONGEST_WAIT}; empty
   *     for not at all
   * @return what differed
   * @throws ControlException as said above
   */
  public Reloaded reload(boolean dryRun, Optional<Duration> within) throws ControlException {
    return (Reloaded) ask(new Request.Reload(dryRun, within), within.orElse(Duration.ZERO));
  }

  /**
   * Asks for the figures.
   *
   * @return text for a monitoring system
   * @throws ControlException as said above
   */
  public Metrics metrics() throws ControlException {
    return (Metrics) ask(new Request.GetMetrics(), Duration.ZERO);
  }

  /**
   * Asks what processes have written.
   *
   * @param processes which ones
   * @param lines how many of the last lines, 0 to {@link Request#MOST_LINES}
   * @return the lines, oldest first
   * @throws ControlException as said above
   */
  public List<LogLine> logs(List<String> processes, int lines) throws ControlException {
    Request request = new Request.GetLogs(processes, lines, false);
    Deadline deadline = Deadline.after(patience);
    List<LogLine> history = new ArrayList<>();
    try (LineChannel channel = LineChannel.connect(socket, deadline)) {
      Answers answers = Answers.of(new RequestLine(ID, request, true), channel, deadline);
      Answer answer = answers.next(deadline);
      while (answer instanceof LogLine line) {
        history.add(line);
        answer = answers.next(deadline);
      }
    }
    return history;
  }

  /**
   * Follows what processes write.
   *
   * @param processes which ones
   * @param lines how many of the last lines come first, 0 to {@link Request#MOST_LINES}
   * @return the lines; the caller closes it
   * @throws ControlException as said above
   */
  public Subscription<LogLine> followLogs(List<String> processes, int lines)
      throws ControlException {
    return follow(new Request.GetLogs(processes, lines, true), LogLine.class);
  }

  /**
   * Follows what happens. When this returns, the supervisor reports: what happens from then on is
   * not missed, and a {@link #status} asked for afterwards is not older.
   *
   * @return the events; the caller closes it
   * @throws ControlException as said above
   */
  public Subscription<ControlEvent> events() throws ControlException {
    return follow(new Request.FollowEvents(), ControlEvent.class);
  }

  private <T extends Answer> Subscription<T> follow(Request request, Class<T> type)
      throws ControlException {
    Deadline deadline = Deadline.after(patience);
    LineChannel channel = LineChannel.connect(socket, deadline);
    try {
      Answers answers = Answers.of(new RequestLine(ID, request, false), channel, deadline);
      return Subscription.open(answers, type, deadline);
    } catch (ControlException e) {
      channel.close();
      throw e;
    }
  }

  private Answer ask(Request request, Duration wait) throws ControlException {
    Deadline deadline = Deadline.after(patience.plus(wait));
    try (LineChannel channel = LineChannel.connect(socket, deadline)) {
      return Answers.of(new RequestLine(ID, request, true), channel, deadline).next(deadline);
    }
  }
}
