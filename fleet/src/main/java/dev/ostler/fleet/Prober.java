package dev.ostler.fleet;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.Duplex;
import dev.ostler.engine.Engine;
import dev.ostler.engine.ExecResult;
import dev.ostler.engine.ExecSpec;
import dev.ostler.engine.Networking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks a container itself whether it works, from its host, by the way that leads to its engine. */
final class Prober {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int LONGEST_LINE = 200;
  private static final Optional<String> NOT_REACHED =
      Optional.of("its host does not reach it, for it has no network");

  private final Engine engine;
  private final Duration commandWithin;

  Prober(Engine engine, Duration commandWithin) {
    this.engine = engine;
    this.commandWithin = commandWithin;
  }

  /** What it says instead of what it should; empty if it works. */
  Optional<String> complaint(String container, HealthProbe probe) throws IOException {
    return switch (probe) {
      case HealthProbe.Http http ->
          address(container).map(at -> ofHttp(at, http)).orElse(NOT_REACHED);
      case HealthProbe.Tcp tcp ->
          address(container).map(at -> ofTcp(at, tcp.port())).orElse(NOT_REACHED);
      case HealthProbe.Exec exec -> ofExec(container, exec.command());
      case HealthProbe.Engine _ -> throw new AssertionError("internal error: the engine does this");
    };
  }

  /** Where its host reaches it; nothing if it does not. */
  private Optional<String> address(String container) throws IOException {
    ContainerDetails details = engine.containers().inspect(container);
    String mode = details.spec().networking().mode();
    if (mode.startsWith(Sharing.OF_A_CONTAINER)) {
      return address(mode.substring(Sharing.OF_A_CONTAINER.length()));
    }
    if (mode.equals(Networking.NONE.mode())) {
      return Optional.empty();
    }
    // One without an address of its own shares the host's.
    return details.networks().values().stream()
        .filter(one -> !one.isEmpty())
        .findFirst()
        .or(() -> Optional.of("127.0.0.1"));
  }

  private Optional<String> ofTcp(String address, int port) {
    try (Duplex _ = engine.dialFromHost(address, port, CONNECT_WITHIN)) {
      return Optional.empty();
    } catch (IOException notYet) {
      return Optional.of(reason(notYet));
    }
  }

  private Optional<String> ofHttp(String address, HealthProbe.Http probe) {
    try (Duplex stream = engine.dialFromHost(address, probe.port(), CONNECT_WITHIN)) {
      stream.readDeadline(ANSWER_WITHIN);
      String request = "GET " + probe.path() + " HTTP/1.0\r\nHost: " + address + "\r\n\r\n";
      stream.output().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = stream.input().readNBytes("HTTP/1.1 200".length());
      String start = new String(bytes, StandardCharsets.US_ASCII);
      if (!start.matches("HTTP/1\\.[01] [1-9][0-9][0-9]")) {
        return Optional.of(start.isEmpty() ? "it closed the connection" : "it is not HTTP");
      }
      boolean works = start.charAt(STATUS_AT) == '2' || start.charAt(STATUS_AT) == '3';
      return works ? Optional.empty() : Optional.of("HTTP " + start.substring(STATUS_AT));
    } catch (IOException notYet) {
      return Optional.of(reason(notYet));
    }
  }

  private Optional<String> ofExec(String container, List<String> command) throws IOException {
    ExecSpec spec = ExecSpec.of(command.toArray(String[]::new));
    ExecResult result = engine.processes().run(container, spec, commandWithin);
    if (result.exitCode() == 0) {
      return Optional.empty();
    }
    String line = lastLine(result.stderr().isBlank() ? result.stdout() : result.stderr());
    String end = "exec ended with status " + result.exitCode();
    return Optional.of(line.isEmpty() ? end : end + ": " + line);
  }

  private static String lastLine(String output) {
    String last = output.strip().lines().reduce("", (before, line) -> line).strip();
    return last.length() > LONGEST_LINE ? last.substring(0, LONGEST_LINE) + "..." : last;
  }

  /** What the kernel said at last: the way to a port is not the engine, of which the rest tells. */
  private static String reason(IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      reason = cause.getMessage() == null ? reason : cause.getMessage();
    }
    return reason.isEmpty()
        ? reason
        : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
  }
}
