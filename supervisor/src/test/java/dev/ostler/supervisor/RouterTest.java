package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.FakeConnection;
import dev.ostler.entrypoint.FakeEntrypoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of mistakes of those who get events. */
class RouterTest {
  private static final String AT = " at dev.ostler.supervisor.RouterTest.fail(RouterTest.java:";

  private final FakeEntrypoint fake = new FakeEntrypoint();
  private final Router router = new Router(fake);
  private final List<String> reported = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void guard() {
    router.guardBy(new Net(reported::add));
  }

  private static void fail(String what) {
    if (what.contains("bad")) {
      throw new IllegalStateException("injected");
    }
  }

  private void turn() {
    for (Event event : fake.events()) {
      assertThat(router.happened(event)).isTrue();
    }
  }

  private void assertReportedOnceIn(String part) {
    assertThat(reported)
        .singleElement()
        .asString()
        .startsWith(
            "internal error in " + part + ": java.lang.IllegalStateException: injected" + AT);
  }

  @Test
  void conversationInWhichSomethingGoesWrongIsClosedAndOthersGoOn() throws Exception {
    router.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 80),
        event -> {
          if (event instanceof ConnectionEvent.Received received) {
            String text = new String(received.bytes(), StandardCharsets.UTF_8);
            fail(text);
            heard.add(text);
          }
        });
    FakeConnection good = fake.listener("127.0.0.1:80").connect(Optional.empty());
    List<FakeConnection> bad = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      bad.add(fake.listener("127.0.0.1:80").connect(Optional.empty()));
    }
    bad.forEach(connection -> connection.receive("bad"));
    turn();
    good.receive("good");
    turn();

    assertThat(bad).allMatch(FakeConnection::isClosed);
    assertThat(good.isClosed()).isFalse();
    assertThat(heard).containsExactly("good");
    assertReportedOnceIn("a conversation");
  }

  @Test
  void whatGoesWrongAtATimeCostsThatTime() {
    router.later(Duration.ZERO, () -> fail("bad"));
    router.later(Duration.ZERO, () -> heard.add("good"));
    fake.advance(Duration.ofSeconds(1));
    turn();

    assertThat(heard).containsExactly("good");
    assertReportedOnceIn("what was to be done at a time");
  }

  @Test
  void datagramThatCannotBeTakenIsDropped() throws Exception {
    router.datagrams(
        Path.of("/notify"),
        0600,
        datagram -> {
          fail(datagram.text());
          heard.add(datagram.text());
        });
    fake.datagrams("/notify").receive("bad");
    fake.datagrams("/notify").receive("good");
    turn();

    assertThat(heard).containsExactly("good");
    assertReportedOnceIn("what a process said or did");
  }

  @Test
  void mistakesInDecidingPass() {
    router.later(
        Duration.ZERO,
        () -> {
          throw new DecisionError(new IllegalStateException("injected"));
        });
    fake.advance(Duration.ofSeconds(1));

    assertThatThrownBy(this::turn)
        .isInstanceOf(DecisionError.class)
        .hasMessage("java.lang.IllegalStateException: injected");
    assertThat(reported).isEmpty();
  }
}
