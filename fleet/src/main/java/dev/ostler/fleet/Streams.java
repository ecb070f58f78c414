package dev.ostler.fleet;

import dev.ostler.engine.Chunk;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.EngineEvent;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.EventQuery;
import dev.ostler.engine.Events;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.LogQuery;
import dev.ostler.engine.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * What comes from all hosts at once: output of containers and of commands in them, and what happens
 * to them. Listeners are called by several threads, but by one at a time.
 */
public final class Streams {
  private static final Duration A_WHILE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final Operator operator;
  private final LogFollower.Waiting waiting;

  /**
   * Which part of what was written.
   *
   * @param follow whether to go on with what is written from now on, until the container ends
   * @param tail how many of the last lines; nothing for all
   * @param since only what was written from then on; nothing for all
   */
  public record Part(boolean follow, OptionalInt tail, Optional<Instant> since) {
    /** All of it. */
    public static final Part ALL = new Part(false, OptionalInt.empty(), Optional.empty());
  }

  /**
   * Streams of a fleet.
   *
   * @param operator reaches its hosts
   */
  public Streams(Operator operator) {
    this(operator, new LogFollower.Waiting(Patience.REAL, A_WHILE));
  }

  /** With another time, for tests. */
  Streams(Operator operator, LogFollower.Waiting waiting) {
    this.operator = operator;
    this.waiting = waiting;
  }

  /**
   * What containers have written, and go on writing if that is asked; then it goes on with the
   * container that takes the place of one that ends, or with the same if it begins again. Returns
   * when there is no more.
   *
   * @param containers whose
   * @param part which part
   * @param listener is told of {@link Stream.Line}, {@link Stream.Refused} and {@link
   *     Stream.Broken}
   */
  public void logs(Collection<Checked.Seen> containers, Part part, Consumer<Stream> listener) {
    LogQuery query = new LogQuery(part.follow(), part.tail(), part.since(), false);
    forEach(
        containers,
        listener,
        (container, told) -> {
          LogFollower follower =
              new LogFollower(operator.engine(container.host()), container, waiting);
          follower.follow(query, output -> new Lines(container, told).readAll(output::next));
        });
  }

  /**
   * Runs a command in containers, without input. Returns when all have ended.
   *
   * @param containers in which; they must run
   * @param command its words
   * @param listener is told of {@link Stream.Line}, {@link Stream.Ended}, {@link Stream.Refused}
   *     and {@link Stream.Broken}
   */
  public void exec(
      Collection<Checked.Seen> containers, List<String> command, Consumer<Stream> listener) {
    forEach(
        containers,
        listener,
        (container, told) -> {
          Processes processes = operator.engine(container.host()).processes();
          Processes.Exec exec =
              processes.start(container.id(), ExecSpec.of(command.toArray(String[]::new)));
          try (var session = exec.session()) {
            new Lines(container, told).readAll(session::next);
          }
          OptionalInt status = processes.exitCode(exec.id());
          told.accept(new Stream.Ended(container.host(), container.workload(), status.orElse(-1)));
        });
  }

  /**
   * What happens to the fleet's containers from now on. Returns when the thread is interrupted.
   *
   * @param hosts names of hosts; empty for all
   * @param listener is told of {@link Stream.Happened} and {@link Stream.Broken}
   * @throws InterruptedException if the thread was interrupted
   */
  public void events(Collection<String> hosts, Consumer<Stream> listener)
      throws InterruptedException {
    Consumer<Stream> told = oneAtATime(listener);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (String host : operator.fleet().hosts().keySet()) {
        if (hosts.isEmpty() || hosts.contains(host)) {
          threads.execute(() -> follow(host, told));
        }
      }
      Thread.currentThread().join(); // until the interrupt
    } finally {
      threads.shutdownNow();
    }
  }

  private void follow(String host, Consumer<Stream> told) {
    EventQuery query =
        new EventQuery(
            Optional.empty(),
            List.of(Labels.FLEET + "=" + operator.fleet().name()),
            Map.of("type", List.of("container")));
    while (!Thread.currentThread().isInterrupted()) {
      try (Events events = operator.engine(host).events(query)) {
        while (!Thread.currentThread().isInterrupted()) {
          tellNext(host, events, told);
        }
      } catch (IOException e) {
        told.accept(new Stream.Broken(host, String.valueOf(e.getMessage())));
        rest();
      }
    }
  }

  /** After a failure it goes on where it was, so that nothing is missed. */
  private static void tellNext(String host, Events events, Consumer<Stream> told) {
    try {
      Optional<EngineEvent> event = events.next(A_WHILE);
      event.ifPresent(it -> told.accept(happened(host, it)));
    } catch (EngineException e) {
      if (!Thread.currentThread().isInterrupted()) {
        told.accept(new Stream.Broken(host, String.valueOf(e.getMessage())));
        rest();
      }
    }
  }

  private static Stream happened(String host, EngineEvent event) {
    String status = event.attributes().getOrDefault("exitCode", "");
    return new Stream.Happened(
        host,
        event.attributes().getOrDefault(Labels.WORKLOAD, ""),
        event.time(),
        event.action(),
        status.matches("[0-9]{1,3}")
            ? OptionalInt.of(Integer.parseInt(status))
            : OptionalInt.empty());
  }

  private static void rest() {
    try {
      Patience.REAL.pause(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is done with each container. */
  private interface Work {
    void on(Checked.Seen container, Consumer<Stream> told) throws IOException, InterruptedException;
  }

  private static void forEach(
      Collection<Checked.Seen> containers, Consumer<Stream> listener, Work work) {
    Consumer<Stream> told = oneAtATime(listener);
    // close() waits for every container.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Checked.Seen container : containers) {
        threads.execute(() -> {
          try {
            work.on(container, told);
          } catch (IOException e) {
            told.accept(failure(container, e));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
      }
    }
  }

  /** Who says no has answered. */
  private static Stream failure(Checked.Seen container, IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (!(failure instanceof EngineException e) || e.kind() != EngineException.Kind.REFUSED) {
      return new Stream.Broken(container.host(), reason);
    }
    boolean runs = container.state() == ContainerState.RUNNING;
    return new Stream.Refused(
        container.host(),
        container.workload(),
        runs ? reason : reason + "; 'ostler fleet start' starts what is stopped");
  }

  private static Consumer<Stream> oneAtATime(Consumer<Stream> listener) {
    return stream -> {
      synchronized (listener) {
        listener.accept(stream);
      }
    };
  }

  /** Makes lines of pieces. */
  private static final class Lines {
    private final Checked.Seen container;
    private final Consumer<Stream> told;
    private final Map<Chunk.Source, ByteArrayOutputStream> begun =
        new EnumMap<>(Chunk.Source.class);

    Lines(Checked.Seen container, Consumer<Stream> told) {
      this.container = container;
      this.told = told;
    }

    /** Gives pieces until there is none. */
    private interface Pieces {
      Optional<Chunk> next() throws EngineException;
    }

    void readAll(Pieces pieces) throws EngineException {
      for (Optional<Chunk> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
        read(piece.get());
      }
      begun.forEach((source, bytes) -> {
        if (bytes.size() > 0) {
          tell(source, bytes);
        }
      });
    }

    private void read(Chunk chunk) {
      ByteArrayOutputStream line =
          begun.computeIfAbsent(chunk.source(), _ -> new ByteArrayOutputStream());
      for (byte b : chunk.bytes()) {
        if (b == '\n') {
          tell(chunk.source(), line);
        } else {
          line.write(b);
        }
      }
    }

    private void tell(Chunk.Source source, ByteArrayOutputStream bytes) {
      String text = bytes.toString(StandardCharsets.UTF_8);
      bytes.reset();
      String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      told.accept(
          new Stream.Line(
              container.host(), container.workload(), source == Chunk.Source.STDERR, line));
    }
  }
}
