package dev.ostler.cli;

import dev.ostler.fleet.Checked;
import dev.ostler.fleet.EventText;
import dev.ostler.fleet.Operator;
import dev.ostler.fleet.Scope;
import dev.ostler.fleet.Stream;
import dev.ostler.fleet.Streams;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** {@code ostler fleet logs|exec|events}: what comes from all hosts, each line with its host. */
final class FleetFollowing {
  private static final int FAILED = 1;
  private static final int UNAVAILABLE = 69;
  private static final int MOST_LINES = 1_000_000;

  private final Operator operator;
  private final CommandLine line;
  private final boolean json;
  private int status;
  private int widest;

  FleetFollowing(Operator operator, CommandLine line, boolean json) {
    this.operator = operator;
    this.line = line;
    this.json = json;
  }

  int logs(Scope scope) throws UsageException, IOException, InterruptedException {
    OptionalInt tail =
        line.has("tail")
            ? OptionalInt.of(Numbers.parse(line, "tail", 10, 0, MOST_LINES))
            : OptionalInt.empty();
    Optional<Instant> since = Optional.empty();
    if (line.has("since")) {
      Duration ago = Durations.parse("since", line.value("since").orElseThrow());
      since = Optional.of(Instant.now().minus(ago));
    }
    Streams.Part part = new Streams.Part(line.has("follow"), tail, since);
    List<Checked.Seen> containers = containers(scope.onlyContainers(named(line.operands(), scope)));
    new Streams(operator).logs(containers, part, this::accept);
    return status;
  }

  int exec(Scope scope) throws UsageException, IOException, InterruptedException {
    List<String> operands = line.operands();
    if (operands.size() < 2) {
      throw new UsageException(
          "a container and a command are required: ostler fleet exec CONTAINER COMMAND [ARG...]");
    }
    List<String> command = operands.subList(1, operands.size());
    if (command.getFirst().equals("--")) {
      command = command.subList(1, command.size());
    }
    List<Checked.Seen> containers = containers(scope.onlyContainers(Set.of(operands.getFirst())));
    if (line.has("interactive") || line.has("tty")) {
      return shell(containers, command);
    }
    new Streams(operator).exec(containers, command, this::accept);
    return status;
  }

  private int shell(List<Checked.Seen> containers, List<String> command)
      throws UsageException, IOException {
    if (containers.size() != 1 || json) {
      throw new UsageException(
          "options --interactive and --tty need one container and its own output, found "
              + String.join(", ", containers.stream().map(Checked.Seen::host).toList())
              + "; choose with --host");
    }
    Checked.Seen container = containers.getFirst();
    return new FleetShell(line.has("interactive"), line.has("tty"))
        .run(operator.engine(container.host()).processes(), container.id(), command);
  }

  int events(Scope scope) throws InterruptedException {
    new Streams(operator).events(scope.hosts(), this::accept);
    return status;
  }

  private static Set<String> named(List<String> operands, Scope scope) {
    return operands.isEmpty() ? scope.containers() : Set.copyOf(operands);
  }

  private List<Checked.Seen> containers(Scope scope)
      throws UsageException, IOException, InterruptedException {
    Checked checked = operator.check(scope);
    checked.plan().unknown().forEach((host, reason) -> accept(new Stream.Broken(host, reason)));
    List<Checked.Seen> containers =
        checked.containers().stream().filter(Checked.Seen::isCurrent).toList();
    if (containers.isEmpty() && status == 0) {
      throw new UsageException(
          scope.containers().isEmpty()
              ? "the fleet has no container on any host; see ostler fleet status"
              : "cannot find "
                  + String.join(", ", new TreeSet<>(scope.containers()))
                  + " on any host: there is no such container; see ostler fleet status");
    }
    widest =
        containers.stream()
            .mapToInt(seen -> where(seen.host(), seen.workload()).length())
            .max()
            .orElse(0);
    return containers;
  }

  private void accept(Stream stream) {
    if (stream instanceof Stream.Broken) {
      status = UNAVAILABLE;
    }
    boolean failed =
        stream instanceof Stream.Refused
            || (stream instanceof Stream.Ended(_, _, int ended) && ended != 0);
    if (failed && status == 0) {
      status = FAILED;
    }
    if (json) {
      Console.result(EventText.json(stream));
      return;
    }
    switch (stream) {
      case Stream.Line(String host, String workload, boolean isError, String text) -> {
        String shown = prefix(host, workload) + text;
        if (isError) {
          Console.message(shown);
        } else {
          Console.result(shown);
        }
      }
      case Stream.Happened it ->
          Console.result(time(it.time()) + "  " + prefix(it.host(), it.workload()) + text(it));
      case Stream.Ended(String host, String workload, int ended) -> {
        if (ended != 0) {
          Console.message(prefix(host, workload) + "ended with status " + ended);
        }
      }
      case Stream.Refused(String host, String workload, String reason) ->
          Console.message(prefix(host, workload) + reason);
      case Stream.Broken(String host, String reason) ->
          Console.message("ostler: " + host + ": " + reason);
    }
  }

  private static String where(String host, String workload) {
    return host + "  " + workload;
  }

  private String prefix(String host, String workload) {
    String where = where(host, workload);
    return where + " ".repeat(Math.max(0, widest - where.length())) + "  ";
  }

  private static String time(Instant instant) {
    return LocalTime.ofInstant(instant, ZoneId.systemDefault())
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  private static String text(Stream.Happened it) {
    return it.action() + (it.status().isEmpty() ? "" : ", with status " + it.status().getAsInt());
  }
}
