package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ostler run --check}: old until new is proven. */
class CheckIT {
  /** Shows what it was started with and what it is told to read. */
  private static final String SHOWING =
      "trap 'echo read $(cat live/app.conf)' HUP; echo started $(cat live/app.conf);"
          + " while :; do sleep 0.05; done";

  @TempDir Path folder;

  @BeforeEach
  void makeSite() throws Exception {
    Files.createDirectory(folder.resolve("site"));
  }

  private void offer(String content) throws Exception {
    Files.writeString(folder.resolve("site/app.conf"), content);
    Tool.run("sh", "-c", "cd " + folder + " && tar -C site -cf next.tar . && mv next.tar site.tar");
  }

  private OstlerProcess start(String check, String... more) {
    String[] options = {
      "--archive", "site.tar", "--target", "live", "--reload", "HUP", "--check", check
    };
    String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return OstlerCommand.running(SHOWING, all).in(folder).start();
  }

  private long liveInode() throws Exception {
    return (long) Files.getAttribute(folder.resolve("live").toRealPath(), "unix:ino");
  }

  private static String refused(String reason) {
    return "ostler: refused what came from site.tar, the old stays: " + reason + "\n";
  }

  @Test
  void failingCheckLeavesTargetAndProcessUntouchedAndReportsItsOutput() throws Exception {
    offer("colour = red");
    try (OstlerProcess ostler =
        start("sh -c 'grep -q colour {staged}/app.conf || { echo no colour >&2; exit 3; }'")) {
      ostler.awaitOutput("started colour = red\n");
      long child = ostler.awaitChild();
      long live = liveInode();
      offer("nonsense");
      ostler.awaitErrors(refused("its check exited with status 3: no colour"));

      assertThat(folder.resolve("live/app.conf")).hasContent("colour = red");
      assertThat(liveInode()).isEqualTo(live);
      assertThat(ostler.awaitChild()).isEqualTo(child);
      assertThat(ostler.output()).isEqualTo("started colour = red\n");

      offer("colour = blue");
      ostler.awaitOutput("read colour = blue\n");
      assertThat(ostler.awaitChild()).isEqualTo(child);
    }
  }

  @Test
  @Needs(RealPart.ROOT)
  void checkThatIsNotToldWhereTheNewVersionLiesSeesItInPlaceOfTheOld() throws Exception {
    Files.createDirectory(folder.resolve("live"));
    offer("good");
    try (OstlerProcess ostler = start("sh -c '! grep bad live/app.conf'")) {
      ostler.awaitOutput("started good\n");
      offer("bad");
      ostler.awaitErrors(refused("its check exited with status 1: bad"));
      assertThat(folder.resolve("live/app.conf")).hasContent("good");
      offer("better");

      ostler.awaitOutput("read better\n");
    }
  }

  @Test
  @Needs(RealPart.ROOT)
  void checkThatIsNotToldWhereTheNewVersionLiesIsRefusedWithoutTheCapability() {
    OstlerCommand unprivileged =
        OstlerCommand.running(
                SHOWING, "--archive", "site.tar", "--target", "live", "--check", "nginx -t")
            .under("setpriv", "--bounding-set=-sys_admin")
            .in(folder);

    assertThat(unprivileged.run())
        .isEqualTo(
            new OstlerCommand.Result(
                64,
                "",
                "ostler: --check must name {staged}, where the new version lies; without the"
                    + " capability CAP_SYS_ADMIN it would check the old one\n"));
  }

  @Test
  void newVersionIsPreparedWhereStagingSays() throws Exception {
    Files.createDirectory(folder.resolve("prepared"));
    offer("good");
    try (OstlerProcess ostler =
        start("sh -c 'readlink -f {staged}/.. >>staged'", "--staging", "prepared")) {
      ostler.awaitOutput("started good\n");

      assertThat(folder.resolve("staged")).content().startsWith(folder.toRealPath() + "/prepared/");
    }
  }

  @Test
  void changesDuringACheckAreCheckedInTheirTurnAndTheLastCounts() throws Exception {
    offer("0");
    try (OstlerProcess ostler =
        start(
            "sh -c 'cat {staged}/app.conf >>checked; ! grep -q bad {staged}/app.conf && exit;"
                + " until [ -e offered ]; do sleep 0.05; done; exit 1'")) {
      ostler.awaitOutput("started 0\n");
      offer("1 bad");
      Eventually.await(
          "the check runs", () -> Files.readString(folder.resolve("checked")).contains("1 bad"));
      offer("2 bad");
      offer("3 bad");
      offer("4");
      Files.createFile(folder.resolve("offered"));

      ostler.awaitOutput("read 4\n");
      assertThat(ostler.output()).isEqualTo("started 0\nread 4\n");
      assertThat(ostler.errors()).containsOnlyOnce(refused("its check exited with status 1"));
      assertThat(folder.resolve("checked")).hasContent("01 bad4");
    }
  }

  @Test
  void checkThatIsNotThereRefusesEverything() throws Exception {
    offer("colour = red");
    Files.createDirectory(folder.resolve("live"));
    Files.writeString(folder.resolve("live/app.conf"), "old");
    try (OstlerProcess ostler = start("no-such-program {staged}")) {
      ostler.awaitOutput("started old\n");

      assertThat(ostler.errors())
          .endsWith(
              refused(
                  "its check was not run: cannot run 'no-such-program': No such file or directory (errno 2)"));
    }
  }

  @Test
  void firstStartWaitsForAGoodConfigurationIfAskedFor() throws Exception {
    offer("bad");
    try (OstlerProcess ostler =
        start("sh -c '! grep -q bad {staged}/app.conf'", "--wait-for-configuration")) {
      ostler.awaitErrors(refused("its check exited with status 1"));
      assertThat(ostler.output()).isEmpty();
      offer("good");

      ostler.awaitOutput("started good\n");
    }
  }

  @Test
  void termDuringACheckEndsAtOnce() throws Exception {
    offer("colour = red");
    try (OstlerProcess ostler =
        start("sh -c 'touch checking; exec sleep 60' {staged}", "--wait-for-configuration")) {
      Eventually.await("the check runs", () -> Files.exists(folder.resolve("checking")));
      ostler.signal(15);

      assertThat(ostler.awaitExit()).isZero();
      assertThat(ostler.descendants()).isEmpty();
    }
  }
}
