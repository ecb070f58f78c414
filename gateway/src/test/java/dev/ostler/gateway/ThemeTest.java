package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators make of the page and of the log. */
class ThemeTest {
  private static final String OWN = "<h1>{{headline}}</h1>{{stages}}{{reason}}";

  @TempDir Path folder;

  private Path offer(String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), text);
    return Files.move(next, folder.resolve("page.html"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void fileIsTakenAndItsChangesAreAndABrokenOneGivesWayToTheBuiltInPage() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    try (Theme theme = Theme.of(offer(OWN), log::add)) {
      Eventually.await("the file's", () -> theme.text().equals(OWN));
      offer("<p>new</p>" + OWN);
      Eventually.await("the new one", () -> theme.text().startsWith("<p>new</p>"));
      offer("<p>nothing of use</p>");
      Eventually.await("the built-in one", () -> theme.text().contains("<!doctype html>"));

      assertThat(log)
          .containsExactly(
              "the page is the built-in one: "
                  + folder.resolve("page.html")
                  + " has no place {{headline}}");
    }
  }

  private String checked(String more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            more
                + TestGateway.shop(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), ""));
    try {
      Gateway.check(file);
      return "good";
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void checkOfTheFileLooksAtThemeAndState() throws Exception {
    Path page = folder.resolve("page.html");
    Files.createDirectory(folder.resolve("dir"));

    assertThat(checked("theme: page.html\n"))
        .isEqualTo("cannot show the theme " + page + ": it is not there");
    Files.writeString(page, "{{headline}}{{stages}}");
    assertThat(checked("theme: page.html\n"))
        .isEqualTo("cannot show the theme " + page + ": it has no place {{reason}}");
    Files.writeString(page, "{{headline}}{{stages}}{{reason}}");
    assertThat(checked("theme: page.html\nstate: state.json\n")).isEqualTo("good");
    assertThat(folder.resolve("state.json")).doesNotExist();
    assertThat(checked("theme: dir\n"))
        .isEqualTo("cannot show the theme " + folder.resolve("dir") + ": it is a directory");
    assertThat(checked("state: dir\n"))
        .isEqualTo(
            "cannot keep what is to outlast the gateway in "
                + folder.resolve("dir")
                + ": it is a directory");
    assertThat(checked("state: none/x.json\n"))
        .isEqualTo(
            "cannot keep what is to outlast the gateway in "
                + folder.resolve("none/x.json")
                + ": its folder is not there; create it first");
  }

  @Test
  void logForProgramsIsOneObjectOnEachLine() {
    List<String> lines = new ArrayList<>();
    Clock clock = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
    JsonJournal journal = new JsonJournal(lines::add, clock);
    Journal.Wake traced =
        new Journal.Wake(
            "shop",
            History.By.VISITOR,
            Trace.parse("00-" + "4b".repeat(16) + "-" + "7f".repeat(8) + "-01"));
    Journal.Wake wake = new Journal.Wake("shop", History.By.PERSON, Optional.empty());
    journal.woken(traced);
    journal.ready(traced, new Journal.Took(Duration.ofMillis(1500), Duration.ofMillis(900)));
    journal.failed(wake, new Observation.Failed("it \"broke\"", List.of("a\nb")));
    journal.turnedAway("shop", TurnedAway.Cause.FULL);
    journal.rested("shop", History.Why.SCHEDULE);
    journal.stayedAwake("shop");
    journal.say("reloaded x");

    String trace = "\"trace_id\":\"" + "4b".repeat(16) + "\"}";
    String time = "{\"time\":\"2026-11-20T12:00:00Z\",";
    assertThat(lines)
        .containsExactly(
            time + "\"event\":\"woken\",\"app\":\"shop\",\"by\":\"visitor\"," + trace,
            time
                + "\"event\":\"ready\",\"app\":\"shop\",\"seconds\":1.5,"
                + "\"platform_seconds\":0.9,"
                + trace,
            time
                + "\"event\":\"failed\",\"app\":\"shop\",\"kind\":\"other\",\"reason\":\"it \\u0022broke\\u0022\","
                + "\"evidence\":[\"a b\"]}",
            time + "\"event\":\"turned-away\",\"app\":\"shop\",\"cause\":\"full\"}",
            time + "\"event\":\"rested\",\"app\":\"shop\",\"why\":\"schedule\"}",
            time + "\"event\":\"stayed-awake\",\"app\":\"shop\"}",
            time + "\"message\":\"reloaded x\"}");
  }
}
