package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.UnixDatagramSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not come from files or processes, and in which order everything comes. */
class OrderTest {
  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  @Test
  void datagramsComeInOrderAndNoneIsLost() throws Exception {
    Path socket = folder.resolve("socket");
    DatagramHandler handler = entrypoint.datagrams(socket, 0600);
    assertThat(Files.getPosixFilePermissions(socket))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Thread sender = Thread.ofPlatform().start(() -> sendThousand(socket));

    for (int i = 0; i < 1000; i++) {
      DatagramReceived received = events.next(DatagramReceived.class);
      assertThat(received.handler()).isSameAs(handler);
      assertThat(received.datagram().text()).isEqualTo("message " + i);
      assertThat(received.datagram().senderPid()).isEqualTo(ProcessHandle.current().pid());
    }
    sender.join();

    handler.close();
    handler.close();
    assertThat(socket).doesNotExist();
    events.none();
  }

  private static void sendThousand(Path socket) {
    try {
      for (int i = 0; i < 1000; i++) {
        UnixDatagramSocket.send(socket, "message " + i);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatHappensWhileNobodyReadsComesInTheOrderInWhichItHappened() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      files.add(folder.resolve("file" + i));
      entrypoint.activation(files.get(i));
      events.next(ActivationChanged.class);
    }

    for (Path file : files.reversed()) {
      Files.createFile(file);
    }

    for (Path file : files.reversed()) {
      assertThat(events.next(ActivationChanged.class).handler().file()).isEqualTo(file);
    }
  }

  @Test
  void alarmsRingInTheOrderOfTheirTimes() {
    List<Alarm> alarms = new ArrayList<>();
    for (int millis = 50; millis > 0; millis -= 10) {
      alarms.add(entrypoint.alarm(Duration.ofMillis(millis)));
    }

    for (Alarm alarm : alarms.reversed()) {
      assertThat(events.next(AlarmRang.class).alarm()).isSameAs(alarm);
    }
    events.none();
  }

  @Test
  void alarmRingsAfterWhatWasThereBeforeAnybodyCouldHearIt() throws Exception {
    Path socket = folder.resolve("socket");
    Path other = folder.resolve("other"); // of which nothing was heard before
    entrypoint.datagrams(socket, 0600);
    entrypoint.datagrams(other, 0600);
    Duration end = entrypoint.time().plusSeconds(2);
    entrypoint.alarm(Duration.ofSeconds(2));
    UnixDatagramSocket.send(socket, "in time");
    events.next(DatagramReceived.class);

    while (entrypoint.time().compareTo(end) < 0) {
      Thread.onSpinWait();
    }
    UnixDatagramSocket.send(other, "late");

    assertThat(events.next(DatagramReceived.class).datagram().text()).isEqualTo("late");
    events.next(AlarmRang.class);
  }

  @Test
  void alarmNeverRingsEarly() {
    Duration before = entrypoint.time();

    entrypoint.alarm(Duration.ofMillis(30));
    events.next(AlarmRang.class);

    assertThat(entrypoint.time().minus(before)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
  }

  @Test
  void cancelledAlarmDoesNotRingEvenIfItsTimeHasCome() {
    Alarm first = entrypoint.alarm(Duration.ZERO);
    Alarm second = entrypoint.alarm(Duration.ZERO);
    Alarm third = entrypoint.alarm(Duration.ZERO);

    assertThat(events.next(AlarmRang.class).alarm()).isSameAs(first);
    second.cancel();
    second.cancel();
    first.cancel();

    assertThat(events.next(AlarmRang.class).alarm()).isSameAs(third);
    events.none();
  }

  @Test
  void longestAlarmIsPossibleAndANegativeOneIsNot() {
    entrypoint.alarm(Duration.ofSeconds(Long.MAX_VALUE)).cancel();
    entrypoint.alarm(Duration.ofSeconds(Long.MAX_VALUE));

    assertThatThrownBy(() -> entrypoint.alarm(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an alarm's delay must not be negative, got PT-0.000000001S");
    events.none();
  }

  @Test
  void eventsEndWhenTheEntrypointIsClosed() throws Exception {
    entrypoint.activation(folder.resolve("active"));
    entrypoint.alarm(Duration.ZERO);
    Iterator<Event> taken = entrypoint.events().iterator();

    entrypoint.close();
    entrypoint.close();

    assertThat(taken.hasNext()).isFalse();
    assertThatThrownBy(taken::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the entrypoint is closed");
  }

  @Test
  void closedHandlersAreForgotten() throws Exception {
    long before = OwnState.descriptors();
    for (int i = 0; i < 500; i++) {
      entrypoint.datagrams(folder.resolve("socket"), 0600).close();
      entrypoint.activation(folder.resolve("active")).close();
    }

    assertThat(OwnState.descriptors()).isLessThanOrEqualTo(before + 2); // inotify and mounts stay
    assertThat(OwnState.watches()).isZero();
    events.none();
  }
}
