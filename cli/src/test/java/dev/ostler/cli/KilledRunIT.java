package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.control.ControlException;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/*
 * A version is a number, written into every file of it. Every third does not work and every seventh
 * is refused by its check. Killed with its namespace, the supervisor leaves exactly what was on the
 * disk at that moment; the next one has to make something whole of it.
 */
/** {@code ostler run FILE} killed at random moments of a stream of updates and reloads. */
@Needs({RealPart.ROOT, RealPart.UNSHARE})
class KilledRunIT {
  private static final int KILLS = Integer.getInteger("ostler.kills", 25);
  private static final long SEED = Long.getLong("ostler.seed", System.nanoTime());
  private static final int USR1 = 10;
  private static final int KILL = 9;
  private static final int FILES = 12;
  private static final int LONGEST_LIFE_MILLIS = 700;

  private final Random random = new Random(SEED);
  @TempDir Path temporary;
  private RunFolder folder;
  private int version;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = new RunFolder(temporary);
    writeFile();
    offer();
  }

  /** Says that two of it run; shows what it has read. */
  private void writeFile() throws IOException {
    folder.file(
        """
        processes:
          web:
            command:
              - sh
              - -c
              - |
                exec 9>FOLDER/lock
                flock -n 9 || echo overlap >>FOLDER/overlaps
                read_anew() { cat FOLDER/live/f0 >FOLDER/seen.next 8>&-; mv FOLDER/seen.next FOLDER/seen 8>&-; }
                trap read_anew HUP
                read_anew
                exec 8>FOLDER/able # held from now on: HUP can be taken
                flock 8
                while :; do sleep 0.02 8>&- 9>&-; done
            environment: {ROUND: "ROUND_NUMBER"}
            ready: {exec: [sh, -c, "! flock -n FOLDER/able true && [ ! -e FOLDER/live/broken ]"], every: 20ms, failures: 1}
            stop: {within: 1s}
        configuration:
          site:
            archive: FOLDER/site.tar
            target: FOLDER/live
            sync: false
            check: [test, "!", -e, "{staged}/refused"]
            then: {signal: {web: HUP}}
            keepIf: {ready: web, within: 2s, stays: 40ms}
            required: true
          single:
            file: FOLDER/app.conf
            target: FOLDER/live.conf
            sync: false
            then: {signal: {web: HUP}}
        signals: {USR1: reload}
        """
            .replace("ROUND_NUMBER", Integer.toString(random.nextInt(3))));
  }

  private boolean isBroken(int number) {
    return number % 3 == 0;
  }

  private boolean isRefused(int number) {
    return number % 7 == 0;
  }

  private boolean isGood(int number) {
    return !isBroken(number) && !isRefused(number);
  }

  private void offer() throws IOException {
    version++;
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put("f" + i, version + "\n");
    }
    if (isBroken(version)) {
      files.put("broken", version + "\n");
    }
    if (isRefused(version)) {
      files.put("refused", version + "\n");
    }
    folder.offerArchive("site.tar", files);
    folder.offer("app.conf", version + "\n");
  }

  private OstlerProcess start() {
    return OstlerCommand.of("run", folder.path("run.yaml").toString())
        .in(temporary)
        .asPidOne()
        .start();
  }

  @Test
  void killedAtAnyMomentItEndsUpWithTheNewestGoodVersion() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      String round = "kill " + kill + " of seed " + SEED;
      try (OstlerProcess ostler = start()) {
        if (kill == 0 || random.nextInt(4) > 0) { // there is a good version from then on
          awaitConvergence(round, ostler);
        }
        disturb(ostler, random.nextInt(LONGEST_LIFE_MILLIS));
        ostler.signal(KILL);
        ostler.awaitExit();
        assertThat(ostler.descendants()).as(round).isEmpty();
      }
      assertWhole(round);
      writeFile();
    }
    try (OstlerProcess ostler = start()) {
      awaitConvergence("the end of seed " + SEED, ostler);
    }
  }

  /** New versions and reloads, without a pause or with short ones. */
  private void disturb(OstlerProcess ostler, int millis) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      if (random.nextInt(5) == 0) {
        writeFile();
        ostler.signal(USR1);
      } else {
        offer();
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(millis, random.nextInt(120)));
    }
  }

  /** While nobody is there: all of one version, and none that its check refuses. */
  private void assertWhole(String round) throws IOException {
    if (Files.exists(folder.path("live"))) {
      int number = targetVersion(round);
      assertThat(isRefused(number)).as(round + " has refused version " + number).isFalse();
    }
  }

  private int targetVersion(String round) throws IOException {
    assertThat(folder.versions("live")).as(round).hasSize(1);
    return Integer.parseInt(folder.versions("live").first());
  }

  private void awaitConvergence(String round, OstlerProcess ostler) throws Exception {
    Eventually.await(
        round + " has come to rest with version " + version,
        this::standing,
        standing -> standing.equals(isGood(version) ? State.CURRENT + " ready" : outcome()),
        () -> "\n" + told() + "\n" + ostler.errors());
    int number = targetVersion(round);
    assertThat(isGood(number)).as(round + " has version " + number).isTrue();
    if (isGood(version)) {
      assertThat(number).as(round).isEqualTo(version);
    }
    Eventually.await(
        round + ": it has read version " + number,
        () ->
            Files.exists(folder.path("seen"))
                && Files.readString(folder.path("seen")).strip().equals("" + number));
    assertThat(folder.path("overlaps")).as(round).doesNotExist();
    assertThat(folder.path("live.conf")).as(round).hasContent(version + "\n");
    folder.awaitTidy(round);
  }

  private String told() {
    try {
      return folder.client().status(List.of()).toString();
    } catch (ControlException noAnswer) {
      return noAnswer.toString();
    }
  }

  private String outcome() {
    return (isRefused(version) ? State.REFUSED : State.ROLLED_BACK) + " ready";
  }

  private String standing() {
    return folder.standing("site", "web");
  }
}
