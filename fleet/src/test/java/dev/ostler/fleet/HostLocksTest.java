package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostLocksTest {
  private static final String LOCK = HostLocks.nameFor("f");
  private static final LockHolder ANNA =
      new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.EPOCH);

  private final FakeHost host = new FakeHost();

  @Test
  void lockThatAnotherRunHasTakenMeanwhileIsNotEndedForThatOfARunThatIsGone() throws Exception {
    LockHolder gone = gone("1");
    host.lock(LOCK, gone);
    host.after("lock " + LOCK, () -> passOn(gone, ANNA));

    assertThatThrownBy(() -> takeAndGiveBack())
        .hasMessageStartingWith("cannot lock host here: anna@elsewhere");

    assertThat(host.holder(LOCK)).contains(ANNA);
    assertThat(host.holder(LOCK + "-ending")).isEmpty();
  }

  @Test
  void whoIsEndingALockIsNotDisturbedByAnother() throws Exception {
    host.lock(LOCK, gone("1"));
    host.lock(LOCK + "-ending", ANNA);

    assertThatThrownBy(() -> takeAndGiveBack()).hasMessageStartingWith("cannot lock host here: ");

    assertThat(host.holder(LOCK)).contains(gone("1"));
    assertThat(host.holder(LOCK + "-ending")).contains(ANNA);
  }

  @Test
  void runThatWasKilledWhileItEndedALockIsInNobodysWay() throws Exception {
    host.lock(LOCK, gone("1"));
    host.lock(LOCK + "-ending", gone("2"));

    takeAndGiveBack();

    assertThat(host.holder(LOCK)).isEmpty();
    assertThat(host.holder(LOCK + "-ending")).isEmpty();
  }

  @Test
  void whoseLockWasEndedLeavesThatOfHisSuccessor() throws Exception {
    try (HostLocks locks = new HostLocks("f", Duration.ZERO, new World.FakePatience(), _ -> {})) {
      locks.take(new TreeMap<>(Map.of("here", host)));
      passOn(host.holder(LOCK).orElseThrow(), ANNA);
    }

    assertThat(host.holder(LOCK)).contains(ANNA);
  }

  @Test
  void processOfAContainerThatCannotBeSeenFromHereIsNotTakenForGone() throws Exception {
    String elsewhere = here().replaceAll("\\[[0-9]+]", "[1]");
    checkIsKept(elsewhere);
  }

  @Test
  void processOfAnotherMachineOfTheSameNameIsNotTakenForGone() throws Exception {
    // All that an older version says of where it is: the same on every machine of that name.
    String elsewhere =
        HostLocks.machine() + "+" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    checkIsKept(elsewhere);
    checkIsKept(here().replaceAll("[0-9a-f]{32}$", "0".repeat(32)));
  }

  @Test
  void processOfAnotherUserMayBeHiddenAndIsNotTakenForGone() throws Exception {
    checkIsKept(here().replaceAll("][+][0-9]+[+]", "]+4711+"));
  }

  @Test
  void whereNothingTellsMachinesApartNobodyIsTakenForGone() {
    assertThat(Whereabouts.here(List.of(Path.of("/proc/none")))).isEmpty();
  }

  private static String here() {
    return Whereabouts.here().orElseThrow();
  }

  private void checkIsKept(String where) throws Exception {
    FakeHost host = new FakeHost();
    LockHolder holder = new LockHolder(where + "/999999999//x", "ci@runner", Instant.EPOCH);
    host.lock(LOCK, holder);

    assertThatThrownBy(() -> takeAndGiveBack(host))
        .hasMessageStartingWith("cannot lock host here: ci@runner");

    assertThat(host.holder(LOCK)).contains(holder);
  }

  @Test
  void holderWhoseClockIsAheadHasTheLockForNoTime() {
    assertThat(ANNA.text(Instant.EPOCH.minusSeconds(300))).isEqualTo("anna@elsewhere, for 0 s");
  }

  private void takeAndGiveBack() throws Exception {
    takeAndGiveBack(host);
  }

  private static void takeAndGiveBack(FakeHost host) throws Exception {
    try (HostLocks locks = new HostLocks("f", Duration.ZERO, new World.FakePatience(), _ -> {})) {
      locks.take(new TreeMap<>(Map.of("here", host)));
    }
  }

  private void passOn(LockHolder from, LockHolder to) {
    try {
      host.unlock(LOCK, from);
      host.lock(LOCK, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody whose number another process has by now. */
  private static LockHolder gone(String run) {
    long process = ProcessHandle.current().pid();
    return new LockHolder(
        here() + "/" + process + "/1970-01-01T00:00:00Z/" + run, "before@here", Instant.EPOCH);
  }

  @Test
  void waitForALockIsMeasuredByTheTimeThatPassesAndNotByTheClock() throws Exception {
    FakeHost host = new FakeHost();
    assertThat(
            host.lock(
                HostLocks.nameFor("f"),
                new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.now())))
        .isEmpty();
    World.FakePatience patience = new World.FakePatience();
    try (HostLocks locks = new HostLocks("f", Duration.ofMinutes(30), patience, _ -> {})) {

      assertThatThrownBy(() -> locks.take(new TreeMap<>(Map.of("here", host))))
          .isInstanceOfSatisfying(
              FleetException.class,
              e -> assertThat(e.kind()).isEqualTo(FleetException.Kind.LOCKED));

      assertThat(Duration.ofNanos(patience.nanos())).isEqualTo(Duration.ofMinutes(30));
    }
  }
}
