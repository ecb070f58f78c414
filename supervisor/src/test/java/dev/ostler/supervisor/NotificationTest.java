package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {
  @Test
  void everythingThatIsKnownIsUnderstood() {
    List<Notification> said =
        Notification.parse(
            """
            READY=1
            STOPPING=1
            STATUS=Serving 3 requests
            ERRNO=2
            MAINPID=4711
            WATCHDOG=1
            WATCHDOG_USEC=1500000
            EXTEND_TIMEOUT_USEC=20000000
            """);

    assertThat(said)
        .containsExactly(
            new Notification.Ready(),
            new Notification.Stopping(),
            new Notification.Status("Serving 3 requests"),
            new Notification.Errno(2),
            new Notification.MainPid(4711),
            new Notification.Alive(),
            new Notification.AliveEvery(Duration.ofMillis(1500)),
            new Notification.MoreTime(Duration.ofSeconds(20)));
  }

  @Test
  void reloadTellsWhenItBeganWhereverThatStands() {
    assertThat(Notification.parse("MONOTONIC_USEC=123\nRELOADING=1"))
        .containsExactly(new Notification.Reloading(OptionalLong.of(123)));
    assertThat(Notification.parse("RELOADING=1\nMONOTONIC_USEC=soon"))
        .containsExactly(new Notification.Reloading(OptionalLong.empty()));
  }

  @Test
  void processCanAskToBeTreatedAsHung() {
    assertThat(Notification.parse("WATCHDOG=trigger")).containsExactly(new Notification.Trigger());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "READY",
        "READY=0",
        "READY=yes",
        "ready=1",
        " READY=1",
        "=1",
        "BARRIER=1",
        "FDSTORE=1\nFDNAME=x",
        "MAINPID=0",
        "MAINPID=1",
        "MAINPID=-5",
        "MAINPID=99999999999",
        "ERRNO=many",
        "WATCHDOG=2",
        "WATCHDOG_USEC=0",
        "WATCHDOG_USEC=999999999999999999999",
        "EXTEND_TIMEOUT_USEC=1.5"
      })
  void whatMakesNoSenseIsIgnored(String datagram) {
    assertThat(Notification.parse(datagram)).isEmpty();
  }

  @Test
  void firstOfTwoCounts() {
    assertThat(Notification.parse("STATUS=one\nSTATUS=two"))
        .containsExactly(new Notification.Status("one"));
    assertThat(Notification.parse("READY=0\nREADY=1")).containsExactly(new Notification.Ready());
  }

  @Test
  void statusCannotMoveTheCursorOrFillTheScreen() {
    assertThat(Notification.parse("STATUS=a\u001b[2Jb\u202ec"))
        .containsExactly(new Notification.Status("a?[2Jb?c"));
    assertThat(Notification.parse("STATUS=" + "\ud83d\ude00".repeat(5000)))
        .containsExactly(new Notification.Status("\ud83d\ude00".repeat(256)));
  }

  @Test
  void anythingCanBeSent() {
    Random random = new Random(1);
    String alphabet = "READYSTOPINGLUWCH=1_\n\r\0 0-9\u00e9\ud800trigger";

    String said =
        random
            .ints(20_000, 0, 60)
            .mapToObj(length ->
                random
                    .ints(length, 0, alphabet.length())
                    .mapToObj(index -> alphabet.substring(index, index + 1))
                    .collect(Collectors.joining()))
            .map(text -> "STATUS=" + text + "\nWATCHDOG_USEC=" + text + "\n" + text)
            .flatMap(text -> Notification.parse(text).stream())
            .filter(Notification.Status.class::isInstance)
            .map(Notification::toString)
            .collect(Collectors.joining());

    assertThat(said).doesNotContainPattern("\\p{Cntrl}");
  }
}
