package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in a container that allows as little as possible. */
@Needs({RealPart.ROOT, RealPart.UNSHARE, RealPart.SYSTEMD_NOTIFY})
class RunFileUnprivilegedIT {
  private static final int SOMEBODY = 4321;
  private static final int TERM = 15;

  @TempDir Path temporary;

  private RunFolder folder() throws IOException {
    RunFolder folder = new RunFolder(temporary);
    Files.setAttribute(temporary, "unix:uid", SOMEBODY);
    folder.file(
        """
        processes:
          web:
            command:
              - sh
              - -c
              - |
                trap 'echo reloaded' HUP
                id -u
                grep CapBnd /proc/self/status
                umask
                ulimit -Sn
                touch /x 2>&- || echo read-only
                echo up
                while :; do sleep 0.05; done
            umask: 027
            nice: 5
            limits: {open-files: 64}
            ready: {log: up}
            output: {file: FOLDER/web.log}
            suspend: freeze
          descriptor: {command: [sh, -c, "echo >&3; exec sleep 60"], ready: {descriptor: 3}}
          notify: {command: [sh, -c, "systemd-notify --ready; exec sleep 60"], ready: {notify: true}}
        configuration:
          site:
            archive: FOLDER/site.tar
            target: FOLDER/live
            check: [test, -s, "{staged}/a"]
            then: {signal: {web: HUP}}
            keepIf: {ready: web, within: 10s, stays: 50ms}
            required: true
        activation: FOLDER/active
        datagrams: FOLDER/words
        metrics: 127.0.0.1:PORT
        """);
    return folder;
  }

  /** Only the folder and /run can be written to. */
  private OstlerProcess start(RunFolder folder) {
    String readOnly =
        "mount -o bind "
            + temporary
            + " "
            + temporary
            + " && mount -t tmpfs -o mode=1777 none /run && mount -o remount,bind,ro /"
            + " && exec \"$@\"";
    return OstlerCommand.of("run", folder.path("run.yaml").toString())
        .under("unshare", "--mount", "sh", "-c", readOnly, "sh")
        .under("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups")
        .under("--bounding-set=-all", "--no-new-privs")
        .start();
  }

  @Test
  void anyUserWithoutCapabilitiesOnAReadOnlyRootHasWhatNeedsNoPrivilege() throws Exception {
    RunFolder folder = folder();
    folder.offerArchive("site.tar", Map.of("a", "1"));
    Files.createFile(folder.path("active"));
    try (OstlerProcess ostler = start(folder)) {
      List.of("web", "descriptor", "notify").forEach(folder::awaitReady);
      folder.awaitState("site", State.CURRENT, 1);
      folder.offerArchive("site.tar", Map.of("a", "2"));
      folder.awaitState("site", State.CURRENT, 2);
      folder.client().change(Verb.SUSPEND, List.of(), Optional.of(Duration.ofSeconds(20)));
      assertThat(folder.get("/readyz")).startsWith("503 ");
      Kernel.send(folder.path("words"), "START");
      Eventually.await("all are ready", () -> folder.get("/readyz").equals("200 ready\n"));
      Files.delete(folder.path("active"));
      ostler.awaitErrors("on standby\n");
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isZero();
      assertThat(folder.path("live/a")).hasContent("2");
      assertThat(folder.path("web.log"))
          .hasContent("4321\nCapBnd:\t0000000000000000\n0027\n64\nread-only\nup\nreloaded\n");
    }
  }
}
