package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a real web server's configuration: checked, told by HUP, kept or rolled back. */
@Needs(RealPart.NGINX)
class NginxConfigurationIT {
  private static final int TERM = 15;

  @TempDir Path temporary;
  private RunFolder folder;

  @BeforeEach
  void writeFile() throws Exception {
    folder = new RunFolder(temporary);
    folder.file(
        """
        processes:
          web:
            command: [nginx, -e, stderr, -p, FOLDER/live, -c, nginx.conf, -g, "daemon off;"]
            ready: {http: "http://127.0.0.1:PORT/health", every: 50ms, status: "200", failures: 1}
            stop: {signal: QUIT, within: 5s}
        configuration:
          site:
            archive: FOLDER/site.tar
            target: FOLDER/live
            sync: false
            check: [nginx, -e, stderr, -t, -q, -p, "{staged}", -c, nginx.conf]
            then: {signal: {web: HUP}}
            keepIf: {ready: web, within: 2s, stays: 200ms}
            required: true
        """);
  }

  private void offer(String says, String health) throws Exception {
    folder.offerArchive(
        "site.tar",
        Map.of(
            "nginx.conf",
            folder.filled(
                """
                user root;
                pid FOLDER/nginx.pid;
                events {}
                http {
                  access_log off;
                  server {
                    listen 127.0.0.1:PORT;
                    location = /health { return %s; }
                    location / { return 200 "%s"; }
                  }
                }
                """
                    .formatted(health, says))));
  }

  private void awaitPage(String says) {
    Eventually.await("the server says " + says, () -> folder.get("/").equals("200 " + says));
  }

  @Test
  void goodVersionIsCheckedTakenByTheRunningServerAndKept() throws Exception {
    offer("one", "200");
    try (OstlerProcess ostler = folder.start()) {
      awaitPage("one");
      long master = ostler.awaitChild();
      folder.awaitState("site", State.CURRENT, 1);
      offer("two", "200");
      awaitPage("two");
      folder.awaitState("site", State.CURRENT, 2);

      assertThat(ostler.awaitChild()).isEqualTo(master);
      assertThat(folder.metrics("ostler_configuration_updates_total"))
          .containsExactly(
              "ostler_configuration_updates_total{configuration=\"site\",result=\"applied\"} 2");
      assertThat(folder.metrics("ostler_configuration_generation"))
          .containsExactly("ostler_configuration_generation{configuration=\"site\"} 2");
      ostler.signal(TERM);
      assertThat(ostler.result().output()).isEmpty();
      assertThat(ProcFs.isAlive(master)).isFalse();
    }
  }

  @Test
  void versionThatTheServerRefusesIsReportedWithWhatItsCheckSays() throws Exception {
    offer("one", "200");
    try (OstlerProcess ostler = folder.start()) {
      awaitPage("one");
      long master = ostler.awaitChild();
      folder.awaitState("site", State.CURRENT, 1);
      offer("two", "200; nonsense");
      folder.awaitState("site", State.REFUSED, 1);

      String reason = folder.lastMessage("site");
      assertThat(reason)
          .matches(
              "its check exited with status 1: \\S+ \\S+ \\[emerg\\] \\S+ unknown directive \"nonsense\" in"
                  + " \\S+/nginx.conf:8 \\| nginx: configuration file \\S+/nginx.conf test failed");
      assertThat(ostler.errors()).contains("the old stays: " + reason + "\n");
      assertThat(folder.get("/")).isEqualTo("200 one");
      assertThat(ostler.awaitChild()).isEqualTo(master);

      offer("three", "200");
      awaitPage("three");
      folder.awaitState("site", State.CURRENT, 2);
    }
  }

  @Test
  void versionThatDoesNotAnswerWellIsRolledBackAndTheNextGoodOneIsUsed() throws Exception {
    offer("one", "200");
    try (OstlerProcess ostler = folder.start()) {
      awaitPage("one");
      long master = ostler.awaitChild();
      folder.awaitState("site", State.CURRENT, 1);
      offer("two", "503");
      awaitPage("two");
      folder.awaitState("site", State.ROLLED_BACK, 1);
      awaitPage("one");
      folder.awaitReady("web");

      assertThat(ostler.awaitChild()).isNotEqualTo(master);
      assertThat(ostler.errors())
          .contains("site.tar does not work (web not ready with it): rolling back\n")
          .contains("ostler: rolled back to the configuration before\n");
      assertThat(folder.metrics("ostler_configuration_updates_total"))
          .containsExactly(
              "ostler_configuration_updates_total{configuration=\"site\",result=\"applied\"} 1",
              "ostler_configuration_updates_total{configuration=\"site\",result=\"rolled_back\"} 1");

      offer("three", "200");
      awaitPage("three");
      folder.awaitState("site", State.CURRENT, 3);
    }
  }
}
