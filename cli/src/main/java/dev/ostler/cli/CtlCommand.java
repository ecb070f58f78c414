package dev.ostler.cli;

import dev.ostler.control.Answer;
import dev.ostler.control.Changes;
import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlException;
import dev.ostler.control.Health;
import dev.ostler.control.LogLine;
import dev.ostler.control.ProcessChange;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Subscription;
import dev.ostler.control.Verb;
import dev.ostler.linux.Signal;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** {@code ostler ctl}: talks to a running {@code ostler run}. */
final class CtlCommand {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int UNAVAILABLE = 69;

  private final CtlArguments arguments;
  private final ControlClient client;
  private final boolean json;

  private CtlCommand(CtlArguments arguments) throws UsageException {
    this.arguments = arguments;
    this.client = ControlClient.at(arguments.socket());
    this.json = arguments.isJson();
  }

  static int run(List<String> given) throws UsageException {
    CtlArguments arguments = CtlArguments.parse(given);
    CtlCommand command = new CtlCommand(arguments);
    try {
      return command.run();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ControlException ended) {
        return command.failed(ended);
      }
      throw e;
    } catch (ControlException e) {
      return command.failed(e);
    }
  }

  private int failed(ControlException e) {
    if (arguments.isCheck()) {
      show(new Health(false, String.valueOf(e.getMessage())), Health::message);
      return FAILED;
    }
    Console.failure(e);
    return switch (e.code()) {
      case UNREACHABLE, NO_ANSWER, TOO_MANY_CONNECTIONS, ENDING -> UNAVAILABLE;
      case BAD_JSON,
          BAD_REQUEST,
          UNKNOWN_COMMAND,
          UNKNOWN_PROCESS,
          NOT_PERMITTED,
          LINE_TOO_LONG,
          TOO_MANY_REQUESTS,
          TOO_SLOW,
          FAILED,
          LATE,
          OTHER ->
          FAILED;
    };
  }

  private int run() throws UsageException, ControlException {
    return switch (arguments.command()) {
      case "status" -> arguments.isCheck() ? check() : status();
      case "start", "stop", "restart", "suspend", "resume" ->
          changes(client.change(verb(), arguments.processes(), arguments.within()));
      case "signal" -> changes(client.signal(signal(), arguments.processes()));
      case "reload" -> reload();
      case "logs" -> logs();
      case "events" -> events();
      case "metrics" -> {
        show(client.metrics(), metrics -> metrics.text().stripTrailing());
        yield DONE;
      }
      default -> throw new AssertionError("internal error: no command " + arguments.command());
    };
  }

  private <A extends Answer> boolean show(A answer, Function<A, String> text) {
    return Console.show(json ? answer.toJson() : text.apply(answer));
  }

  private int check() throws ControlException {
    Health health = client.check(arguments.processes(), arguments.has("ready"));
    show(health, Health::message);
    return health.passed() ? DONE : FAILED;
  }

  private int status() throws ControlException {
    show(
        client.status(arguments.processes()), status -> StatusText.of(status, Console.hasColors()));
    return DONE;
  }

  private Verb verb() {
    return Verb.valueOf(arguments.command().toUpperCase(Locale.ROOT));
  }

  private String signal() throws UsageException {
    try {
      return Signal.parse(arguments.signal()).toString();
    } catch (IllegalArgumentException e) {
      throw new UsageException("ctl signal: " + e.getMessage());
    }
  }

  /** What went well is the result; what did not is said like every other failure. */
  private int changes(Changes changes) {
    if (json) {
      show(changes, _ -> "");
    } else {
      for (ProcessChange change : changes.processes()) {
        String outcome = change.outcome().name().toLowerCase(Locale.ROOT);
        if (change.why().isPresent()) {
          Console.message("ostler: " + change.process() + ": " + change.why().get());
        } else {
          Console.show(change.process() + ": " + outcome);
        }
      }
    }
    return changes.areGood() ? DONE : FAILED;
  }

  private int reload() throws UsageException, ControlException {
    boolean dryRun = arguments.has("dry-run");
    Reloaded reloaded = client.reload(dryRun, dryRun ? Optional.empty() : arguments.within());
    show(reloaded, CtlText::reloaded);
    return DONE;
  }

  private int logs() throws UsageException, ControlException {
    boolean named = arguments.processes().size() != 1;
    if (arguments.has("follow")) {
      try (Subscription<LogLine> lines =
          client.followLogs(arguments.processes(), arguments.lines())) {
        showAll(lines, line -> CtlText.log(line, named));
      }
    } else {
      List<LogLine> lines = client.logs(arguments.processes(), arguments.lines());
      showAll(lines, line -> CtlText.log(line, named));
      if (lines.isEmpty()) {
        Console.note("ostler: no line is kept: nothing was written, or 'output' is 'inherit'");
      }
    }
    return DONE;
  }

  private int events() throws ControlException {
    try (Subscription<ControlEvent> events = client.events()) {
      showAll(events, CtlText::event);
    }
    return DONE;
  }

  /** Until there is no more, or nobody reads it. */
  private <A extends Answer> void showAll(Iterable<A> answers, Function<A, String> text) {
    for (A answer : answers) {
      if (!show(answer, text)) {
        return;
      }
    }
  }
}
