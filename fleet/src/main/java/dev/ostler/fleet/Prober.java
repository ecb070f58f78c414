package dev.ostler.fleet;

import dev.ostler.engine.ContainerDetails;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a container itself whether it works, from where its host is. */
interface Prober {
  boolean answers(ContainerDetails container, HealthProbe probe) throws IOException;

  /** Of hosts whose containers can be reached from this machine by their own addresses. */
  static Prober fromHere() {
    return (container, probe) ->
        switch (probe) {
          case HealthProbe.Http http -> answersHttp(address(container, http.port()), http.path());
          case HealthProbe.Tcp tcp -> accepts(address(container, tcp.port()));
          case HealthProbe.Engine _, HealthProbe.Exec _ ->
              throw new AssertionError("internal error: the engine does these");
        };
  }

  /** Of hosts behind others, whose containers cannot be reached from here. */
  static Prober none(String host) {
    return (_, probe) -> {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot probe port "
              + (probe instanceof HealthProbe.Http http
                  ? http.port()
                  : ((HealthProbe.Tcp) probe).port())
              + " on "
              + host
              + " from here; use health: {exec: ...} or the image's health check");
    };
  }

  private static InetSocketAddress address(ContainerDetails container, int port) {
    String address =
        container.networks().values().stream()
            .filter(one -> !one.isEmpty())
            .findFirst()
            .orElse("127.0.0.1");
    return new InetSocketAddress(address, port);
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) Duration.ofSeconds(2).toMillis());
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static boolean answersHttp(InetSocketAddress address, String path) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) Duration.ofSeconds(2).toMillis());
      socket.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
      String request = "GET " + path + " HTTP/1.0\r\nHost: " + address.getHostString() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String start = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
      return start.matches("HTTP/1\\.[01] [23][0-9][0-9]");
    } catch (IOException notYet) {
      return false;
    }
  }
}
