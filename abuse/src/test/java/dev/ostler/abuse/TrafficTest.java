package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.abuse.Disturbances.Of;
import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Visitors of a server that always says the same. */
class TrafficTest {
  private static final String FAILED = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno";

  private static final String BUSY =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy";

  private final Ledger ledger = new Ledger();
  private final Disturbances disturbances = new Disturbances();

  private void visit(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, answer));
      try (Traffic traffic =
          Traffic.start(server.getLocalPort(), disturbances, ledger, new SplittableRandom(7))) {
        Eventually.await("some were there", () -> looks() > 5);
        traffic.end();
      }
    }
  }

  private long looks() {
    return Arrays.stream(Invariant.values()).mapToLong(ledger::checks).sum();
  }

  private static void serve(ServerSocket server, String answer) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          // A reset would take away what was said.
          InputStream in = socket.getInputStream();
          int _ = in.read(new byte[8192]);
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private List<Invariant> found() {
    return ledger.findings().stream().flatMap(one -> one.invariant().stream()).distinct().toList();
  }

  @Test
  void badGatewayIsToldWhenNothingWasDoneToTheApp() throws Exception {
    visit(FAILED);

    assertThat(found()).containsExactly(Invariant.NO_BAD_GATEWAY);
  }

  @Test
  void badGatewayIsExcusedWhileTheAppIsNotWell() throws Exception {
    try (Disturbances.Disturbance _ = disturbances.begin(Of.APP)) {
      visit(FAILED);
    }

    assertThat(found()).isEmpty();
  }

  @Test
  void answerThatBreaksOffIsToldWhenNothingWasDone() throws Exception {
    visit("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nline\n");

    assertThat(found()).containsExactly(Invariant.USED_NOT_RESTED);
  }

  @Test
  void connectionThatIsClosedWithoutAWordIsExcusedByTheDeathOfTheGatewayAlone() throws Exception {
    try (Disturbances.Disturbance _ = disturbances.begin(Of.APP)) {
      visit("");
    }

    assertThat(found()).containsExactly(Invariant.ANSWERED);
  }

  @Test
  void answerToAnotherRequestIsTold() throws Exception {
    visit("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");

    assertThat(found()).containsExactly(Invariant.ANSWER_WHOLE);
  }

  @Test
  void failureThatIsToldIsExcusedByWhatWasDoneToTheGateway() throws Exception {
    try (Disturbances.Disturbance _ = disturbances.begin(Of.GATEWAY)) {
      visit(BUSY);
    }

    assertThat(found()).isEmpty();
  }

  @Test
  void failureThatIsToldIsFoundWhenNothingWasDone() throws Exception {
    visit(BUSY);

    assertThat(found()).containsExactly(Invariant.ANSWERED);
  }
}
