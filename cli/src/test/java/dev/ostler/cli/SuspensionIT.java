package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.Kernel.Datagrams;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspensionIT {
  private static final int TERM = 15;

  @TempDir Path folder;

  private OstlerProcess start(String script) {
    OstlerProcess ostler = OstlerCommand.running(script, "--socket", socket().toString()).start();
    ostler.awaitOutput("up\n");
    return ostler;
  }

  private Path socket() {
    return folder.resolve("socket");
  }

  @Test
  void stopEndsTheProcessAndKeepsUsAndStartBringsItBack() {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      long first = ostler.awaitChild();
      Kernel.send(socket(), "STOP");
      ostler.awaitErrors("ostler: suspended\n");
      Eventually.await("the process ends", () -> !ProcFs.isAlive(first));
      Kernel.send(socket(), "START");
      ostler.awaitOutput("up\nup\n");

      assertThat(ostler.awaitChild()).isNotEqualTo(first);
      assertThat(ostler.errors()).isEqualTo("ostler: suspended\nostler: resumed\n");
    }
  }

  @Test
  void stopWhenStoppedAndStartWhenStartedDoNothing() {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      Kernel.send(socket(), "START", "STOP", "STOP", "START", "START", "STOP", "STOP");
      ostler.awaitErrors("ostler: suspended\nostler: resumed\nostler: suspended\n");
      Eventually.await("nothing runs", () -> ostler.descendants().isEmpty());
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isZero();
      assertThat(ostler.errors())
          .isEqualTo("ostler: suspended\nostler: resumed\nostler: suspended\n");
    }
  }

  @Test
  void wordsMayHaveWhiteSpaceAndOtherWordsAreHarmless() {
    try (OstlerProcess ostler =
        start("echo up; trap 'echo quit' QUIT; while :; do sleep 0.01; done")) {
      Kernel.send(socket(), "", "stop", "STOPP", "\0", "x".repeat(5000), " QUIT \n");
      ostler.awaitOutput("quit\n");
      Kernel.send(socket(), "\tSTOP\r\n");
      ostler.awaitErrors("ostler: suspended\n");

      assertThat(ostler.errors()).isEqualTo("ostler: suspended\n");
    }
  }

  @Test
  @Needs(RealPart.NC)
  void netcatSpeaksToTheSocket() {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      Tool.run("sh", "-c", "echo STOP | nc -w 1 -uU " + socket());
      ostler.awaitErrors("ostler: suspended\n");

      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void onlyOwnerAndGroupMayWriteToTheSocket() throws Exception {
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-rw----");
      ostler.signal(TERM);
      ostler.awaitExit();

      assertThat(socket()).doesNotExist();
    }
  }

  @Test
  void socketLeftBehindByAKilledInstanceIsReplaced() {
    try (OstlerProcess killed = start("echo up; exec sleep 60")) {
      killed.signal(9);
      killed.awaitExit();
      assertThat(socket()).exists();

      try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
        Kernel.send(socket(), "STOP");
        ostler.awaitErrors("ostler: suspended\n");
      }
    }
  }

  @Test
  void socketOfALivingInstanceIsRefused() {
    try (OstlerProcess living = start("echo up; exec sleep 60")) {
      assertThat(OstlerCommand.running("echo up", "--socket", socket().toString()).run())
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "ostler: cannot bind the datagram socket "
                      + socket()
                      + ": Address already in use (errno 98); another process listens there: end it"
                      + " or choose another path\n"));
      Kernel.send(socket(), "STOP");
      living.awaitErrors("ostler: suspended\n");
    }
  }

  @Test
  void socketThatCannotBeMadeIsOneSentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(OstlerCommand.running("echo up", "--socket", folder + "/missing/socket").run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot bind the datagram socket "
                    + folder
                    + "/missing/socket: No such file or directory (errno 2); create the folder it"
                    + " is in first\n"));
    assertThat(OstlerCommand.running("echo up", "--socket", file.toString()).run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot bind the datagram socket "
                    + file
                    + ": File exists (errno 17); what is there is not a socket: remove it or choose"
                    + " another path\n"));
    String tooLong = folder + "/" + "s".repeat(108 - folder.toString().length() - 1);
    assertThat(OstlerCommand.running("echo up", "--socket", tooLong).run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot bind the datagram socket "
                    + tooLong
                    + ": File name too long (errno 36); a socket's path has at most 107 bytes:"
                    + " choose a shorter one\n"));
  }

  @Test
  @Needs(RealPart.ROOT)
  void folderThatMayNotBeWrittenToIsOneSentence() {
    Tool.run("chmod", "0755", folder.toString());

    assertThat(
            OstlerCommand.running("echo up", "--socket", socket().toString())
                .under("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
                .run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot bind the datagram socket "
                    + socket()
                    + ": Permission denied (errno 13); let this user write to the folder it is in,"
                    + " or name another\n"));
  }

  @Test
  void thousandPairsOfStopAndStartNeverOverlap() throws Exception {
    // The kernel holds the lock for as long as the instance lives, however it ends.
    String script =
        "exec 9>" + folder.resolve("lock") + "; flock -n 9 || echo overlap; echo up; exec sleep 60";
    try (OstlerProcess ostler = start(script);
        Datagrams datagrams = Datagrams.to(socket())) {
      for (int pair = 0; pair < 1000; pair++) {
        datagrams.send("STOP");
        TimeUnit.MILLISECONDS.sleep(1);
        datagrams.send("START");
        TimeUnit.MILLISECONDS.sleep(1);
      }

      Eventually.await(
          "all are obeyed",
          () -> ostler.errors().lines().count(),
          count -> count == 2000,
          () -> ostler.errors().lines().count() + " messages");
      Eventually.await("it runs in the end", () -> ProcFs.children(ostler.pid()).size() == 1);
      assertThat(ostler.output()).doesNotContain("overlap");
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void tenThousandWordsBackToBackAreAllObeyed() {
    String[] words = new String[10_000];
    for (int i = 0; i < words.length; i++) {
      words[i] = i % 2 == 0 ? "STOP" : "START";
    }
    try (OstlerProcess ostler = start("echo up; exec sleep 60")) {
      Kernel.send(socket(), words);

      Eventually.await(
          "all are obeyed",
          () -> ostler.errors().lines().count(),
          count -> count == words.length,
          () -> "");
      assertThat(ostler.errors())
          .isEqualTo("ostler: suspended\nostler: resumed\n".repeat(words.length / 2));
      Eventually.await("it runs in the end", () -> ProcFs.children(ostler.pid()).size() == 1);
    }
  }

  @Test
  void processThatFailsWhileItIsStoppedDoesNotEndUs() {
    try (OstlerProcess ostler =
        start("trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done")) {
      Kernel.send(socket(), "STOP");
      Eventually.await("nothing runs", () -> ostler.descendants().isEmpty());
      Kernel.send(socket(), "START");
      ostler.awaitOutput("up\nup\n");

      assertThat(ostler.isAlive()).isTrue();
    }
  }
}
