package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What a visitor is told when the gateway itself fails. */
class FrontDoorTest {
  @Test
  void failureOfTheGatewayIsNotSaidToBeOneOfAnApp() throws Exception {
    FrontDoor door =
        new FrontDoor(_ -> {
          throw new IllegalStateException("found a list, expected a number");
        });
    Undertow server = Undertow.builder().addHttpListener(0, "127.0.0.1", door).build();
    server.start();
    int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    try (RawClient client = new RawClient(port)) {
      client.send("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 500 ")
          .contains("\"detail\":\"internal error: see the gateway's log\"");
    } finally {
      server.stop();
    }
  }
}
