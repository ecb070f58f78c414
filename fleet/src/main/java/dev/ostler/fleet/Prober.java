package dev.ostler.fleet;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.Duplex;
import dev.ostler.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a container itself whether it works, from its host, by the way that leads to its engine. */
final class Prober {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final Engine engine;

  Prober(Engine engine) {
    this.engine = engine;
  }

  boolean answers(String container, HealthProbe probe) throws IOException {
    ContainerDetails details = engine.containers().inspect(container);
    return switch (probe) {
      case HealthProbe.Http http -> answersHttp(details, http);
      case HealthProbe.Tcp tcp -> accepts(details, tcp.port());
      case HealthProbe.Engine _, HealthProbe.Exec _ ->
          throw new AssertionError("internal error: the engine does these");
    };
  }

  /** One without an address of its own shares the host's. */
  private static String address(ContainerDetails container) {
    return container.networks().values().stream()
        .filter(one -> !one.isEmpty())
        .findFirst()
        .orElse("127.0.0.1");
  }

  private boolean accepts(ContainerDetails container, int port) {
    try (Duplex _ = engine.dialFromHost(address(container), port, CONNECT_WITHIN)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean answersHttp(ContainerDetails container, HealthProbe.Http probe) {
    String address = address(container);
    try (Duplex stream = engine.dialFromHost(address, probe.port(), CONNECT_WITHIN)) {
      stream.readDeadline(ANSWER_WITHIN);
      String request = "GET " + probe.path() + " HTTP/1.0\r\nHost: " + address + "\r\n\r\n";
      stream.output().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = stream.input().readNBytes("HTTP/1.1 200".length());
      return new String(start, StandardCharsets.US_ASCII).matches("HTTP/1\\.[01] [23][0-9][0-9]");
    } catch (IOException notYet) {
      return false;
    }
  }
}
