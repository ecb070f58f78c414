package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlEvent.Kind;
import dev.ostler.control.Subscription;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new version of each kind of source does to the processes of a file. */
class ConfigurationReactionsIT {
  private static final int TERM = 15;

  /** Writes down what happens to it, with what it finds in its configuration then. */
  private static final String WEB =
      """
      processes:
        web:
          command:
            - sh
            - -c
            - |
              note() { echo "$1 $(cat FOLDER/live/* FOLDER/live.conf 2>/dev/null | tr '\\n' ' ')" >>FOLDER/notes; }
              trap 'note signal' HUP
              note start
              echo up
              while :; do sleep 0.01; done
          ready: {log: up}
          output: prefix
          stop: {within: 1s}
      """;

  @TempDir Path temporary;
  private RunFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new RunFolder(temporary);
  }

  private void file(String configuration) throws IOException {
    folder.file(WEB + "configuration:\n" + configuration.indent(2));
  }

  private List<String> notes() throws IOException {
    return Files.exists(folder.path("notes"))
        ? Files.readAllLines(folder.path("notes")).stream().map(String::strip).toList()
        : List.of();
  }

  private void awaitNotes(String... expected) {
    Eventually.await("it has noted " + List.of(expected), () -> notes().equals(List.of(expected)));
  }

  /** As the kubelet does it: a new folder with a time in its name, and a link that is swapped. */
  private void writeVolume(String volume, int version, Map<String, String> files)
      throws IOException {
    Path root = Files.createDirectories(folder.path(volume));
    Path data = Files.createDirectory(root.resolve("..2026_01_01_00_00_0" + version + ".1"));
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      Files.createDirectories(data.resolve(file.getKey()).resolveSibling(""));
      Files.writeString(data.resolve(file.getKey()), file.getValue());
      Path first = Path.of(file.getKey()).getName(0);
      Path name = root.resolve(first);
      if (!Files.isSymbolicLink(name)) {
        Files.createSymbolicLink(name, Path.of("..data").resolve(first));
      }
    }
    Path next = Files.createSymbolicLink(root.resolve("..data_tmp"), data.getFileName());
    Path former = root.resolve("..data");
    Path old = Files.exists(former) ? former.toRealPath() : null;
    Files.move(next, former, StandardCopyOption.ATOMIC_MOVE);
    if (old != null) {
      Tool.run("rm", "-r", old.toString());
    }
  }

  @Test
  void eachSwapOfAVolumeIsExactlyOneUpdate() throws Exception {
    file(
        """
        site:
          directory: FOLDER/volume
          target: FOLDER/live
          sync: false
          then: {signal: {web: HUP}}
        """);
    writeVolume("volume", 1, Map.of("a", "a1", "b", "b1"));
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start a1b1");
      for (int version = 2; version <= 6; version++) {
        writeVolume("volume", version, Map.of("a", "a" + version, "b", "b" + version));
        folder.awaitState("site", State.CURRENT, version);
        int signals = version - 1;
        Eventually.await("it was told", () -> notes().size() == 1 + signals);
      }

      assertThat(notes())
          .containsExactly(
              "start a1b1",
              "signal a2b2",
              "signal a3b3",
              "signal a4b4",
              "signal a5b5",
              "signal a6b6");
      assertThat(folder.metrics("ostler_configuration_updates_total"))
          .containsExactly(
              "ostler_configuration_updates_total{configuration=\"site\",result=\"applied\"} 6");
      ostler.signal(TERM);
      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
    }
  }

  @Test
  void projectedVolumeIsUpdatedWithItsFolders() throws Exception {
    file(
        """
        site:
          directory: FOLDER/volume
          target: FOLDER/live
          sync: false
          then: {signal: {web: HUP}}
        """);
    writeVolume("volume", 1, Map.of("a", "a1", "tls/key", "k1"));
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start a1");
      writeVolume("volume", 2, Map.of("a", "a1", "tls/key", "k2"));
      awaitNotes("start a1", "signal a1");

      assertThat(folder.path("live/tls/key")).hasContent("k2");
      assertThat(folder.configuration("site").version().generation()).isEqualTo(2);
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void singleFileIsUpdatedAndEqualContentIsNoUpdate() throws Exception {
    file(
        """
        site:
          file: FOLDER/app.conf
          target: FOLDER/live.conf
          mode: "0600"
          then: {signal: {web: HUP}}
        """);
    folder.offer("app.conf", "one");
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start one");
      folder.offer("app.conf", "one");
      Eventually.await(
          "it was seen that nothing differs",
          () ->
              folder
                  .metrics("ostler_configuration_updates_total")
                  .contains(
                      "ostler_configuration_updates_total{configuration=\"site\",result=\"unchanged\"}"
                          + " 1"));
      folder.offer("app.conf", "two");
      awaitNotes("start one", "signal two");

      assertThat(folder.configuration("site").version().generation()).isEqualTo(2);
      assertThat(Files.getPosixFilePermissions(folder.path("live.conf"))).hasSize(2);
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void ofTheRulesThatAreMetTheStrongestCounts() throws Exception {
    file(
        """
        site:
          archive: FOLDER/site.tar
          target: FOLDER/live
          sync: false
          then:
            - {paths: "*.txt", then: none}
            - {paths: ["*.conf", "conf.d/**"], then: {signal: {web: HUP}}}
            - {paths: "*.sh", then: {command: [sh, -c, "echo command >>FOLDER/notes"]}}
            - {paths: "*.env", then: {restart: web}}
        """);
    Map<String, String> files =
        new TreeMap<>(Map.of("a.txt", "0", "b.conf", "0", "c.sh", "0", "d.env", "0"));
    folder.offerArchive("site.tar", files);
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start 0000");
      change(files, 2, "a.txt");
      change(files, 3, "a.txt", "b.conf");
      awaitNotes("start 0000", "signal 3300");
      files.put("conf.d/deep/e", "");
      change(files, 4, "a.txt");
      awaitNotes("start 0000", "signal 3300", "signal 4300");
      change(files, 5, "b.conf", "c.sh");
      awaitNotes("start 0000", "signal 3300", "signal 4300", "command");
      folder.awaitReady("web");
      change(files, 6, "a.txt", "b.conf", "c.sh", "d.env");

      awaitNotes("start 0000", "signal 3300", "signal 4300", "command", "start 6666");
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  private void change(Map<String, String> files, int version, String... names) throws IOException {
    for (String name : names) {
      files.put(name, Integer.toString(version));
    }
    folder.offerArchive("site.tar", files);
    folder.awaitState("site", State.CURRENT, version);
  }

  @Test
  void commandThatFailsIsReportedWithWhatItSays() throws Exception {
    file(
        """
        site:
          file: FOLDER/app.conf
          target: FOLDER/live.conf
          then: {command: [sh, -c, "echo one; echo two >&2; exit 7"]}
        """);
    folder.offer("app.conf", "one");
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start one");
      folder.offer("app.conf", "two");
      String reason = "its command exited with status 7: one | two";
      ostler.awaitErrors("app.conf is in place, but " + reason + "\n");

      assertThat(folder.lastMessage("site")).isEqualTo(reason);
      folder.awaitState("site", State.CURRENT, 2);
      assertThat(folder.path("live.conf")).hasContent("two");
    }
  }

  @Test
  void thousandWritesInASecondAreAtMostTwoActionsAndTheLastContent() throws Exception {
    file(
        """
        site:
          file: FOLDER/app.conf
          target: FOLDER/live.conf
          sync: false
          quiet: 1s
          atMost: 1m
          then: {signal: {web: HUP}}
        """);
    folder.offer("app.conf", "first");
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start first");
      // A machine that stops this writer for the quiet time makes one action more each time.
      int pauses = 0;
      long before = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        Files.writeString(folder.path("app.conf"), "write " + i);
        TimeUnit.MICROSECONDS.sleep(900);
        long now = System.nanoTime();
        pauses += now - before > TimeUnit.MILLISECONDS.toNanos(900) ? 1 : 0;
        before = now;
      }
      Eventually.await(
          "the last content is read",
          () -> !notes().isEmpty() && notes().getLast().equals("signal write 999"));

      assertThat(notes()).hasSizeLessThanOrEqualTo(1 + 2 + pauses);
      assertThat(folder.path("live.conf")).hasContent("write 999");
      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void firstStartWaitsForAValidVersionAndARemovedSourceChangesNothing() throws Exception {
    file(
        """
        site:
          file: FOLDER/app.conf
          target: FOLDER/live.conf
          required: true
          check: [grep, -q, good, "{staged}"]
          then: {signal: {web: HUP}}
        """);
    try (OstlerProcess ostler = folder.start()) {
      ostler.awaitErrors("waiting for " + folder.path("app.conf") + "\n");
      folder.offer("app.conf", "bad");
      ostler.awaitErrors("its check exited with status 1\n");
      assertThat(notes()).isEmpty();
      folder.awaitState("site", State.REFUSED, 0);
      folder.offer("app.conf", "good");
      awaitNotes("start good");
      Files.delete(folder.path("app.conf"));
      ostler.awaitErrors("app.conf was removed; its target stays as it is\n");

      assertThat(folder.path("live.conf")).hasContent("good");
      folder.offer("app.conf", "good too");
      awaitNotes("start good", "signal good too");
    }
  }

  @Test
  void versionThatComesWhileItsUserStartsIsToldLaterAndKept() throws Exception {
    folder.file(
        WEB.replace("echo up", "until [ -e FOLDER/go ]; do sleep 0.01; done; echo up")
            + """
            configuration:
              site:
                file: FOLDER/app.conf
                target: FOLDER/live.conf
                then: {signal: {web: HUP}}
                keepIf: {ready: web, within: 20s, stays: 50ms}
            """);
    folder.offer("app.conf", "first");
    Files.createFile(folder.path("go"));
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start first");
      folder.awaitState("site", State.CURRENT, 1);
      Files.delete(folder.path("go"));
      folder.client().change(Verb.RESTART, List.of("web"), Optional.empty());
      awaitNotes("start first", "start first");
      folder.offer("app.conf", "second");
      Eventually.await(
          "it is there", () -> Files.readString(folder.path("live.conf")).equals("second"));
      Files.createFile(folder.path("go"));

      folder.awaitState("site", State.CURRENT, 2);
      awaitNotes("start first", "start first", "signal second");
      assertThat(ostler.errors()).doesNotContain("rolling back");
    }
  }

  @Test
  void eventsTellTheWayOfEachVersion() throws Exception {
    file(
        """
        site:
          file: FOLDER/app.conf
          target: FOLDER/live.conf
          check: [sh, -c, '! grep bad "$0"', "{staged}"]
          then: {restart: web}
          keepIf: {ready: web, within: 5s, stays: 100ms}
        """);
    folder.offer("app.conf", "good");
    try (OstlerProcess ostler = folder.start()) {
      awaitNotes("start good");
      folder.awaitState("site", State.CURRENT, 1);
      try (Subscription<ControlEvent> events = folder.client().events()) {
        List<String> told = new ArrayList<>();
        folder.offer("app.conf", "bad");
        for (ControlEvent event : events) {
          if (event.configuration().isPresent()) {
            told.add(event.kind() + " " + event.message());
          }
          if (event.kind() == Kind.CONFIGURATION_REFUSED) {
            break;
          }
        }

        assertThat(told)
            .containsExactly(
                "CONFIGURATION_CHANGED " + folder.path("app.conf") + " has changed",
                "CONFIGURATION_REFUSED its check exited with status 1: bad");
      }
      assertThat(folder.metrics("ostler_configuration_updates_total"))
          .containsExactly(
              "ostler_configuration_updates_total{configuration=\"site\",result=\"applied\"} 1",
              "ostler_configuration_updates_total{configuration=\"site\",result=\"refused\"} 1");
      assertThat(ostler.isAlive()).isTrue();
    }
  }
}
