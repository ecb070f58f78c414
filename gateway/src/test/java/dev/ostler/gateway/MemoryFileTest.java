package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of what outlasts the gateway. */
@SuppressWarnings("NullAway.Init")
class MemoryFileTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
  private static final Remembered BARRED =
      new Remembered(true, 0, Optional.empty(), Optional.empty(), 7, History.Past.NONE);

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private MemoryFile open(Duration later) throws Exception {
    Clock clock = Clock.fixed(BEGIN.plus(later), ZoneOffset.UTC);
    return MemoryFile.open(folder.resolve("state.json"), true, clock, log::add);
  }

  @Test
  void whatIsKeptIsThereInTheNextLife() throws Exception {
    try (MemoryFile memory = open(Duration.ZERO)) {
      memory.keep("shop", BARRED);
    }
    try (MemoryFile memory = open(Duration.ZERO)) {
      assertThat(memory.of("shop")).isEqualTo(BARRED);
      assertThat(memory.of("blog")).isEqualTo(Remembered.NOTHING);
    }
    assertThat(log).isEmpty();
  }

  @Test
  void appThatIsGoneForLongIsForgottenAndOneThatIsThereIsNot() throws Exception {
    try (MemoryFile memory = open(Duration.ZERO)) {
      memory.keep("gone", BARRED);
      memory.keep("there", BARRED);
      memory.gone("gone");
    }
    try (MemoryFile memory = open(Duration.ofDays(1))) {
      assertThat(memory.of("there")).isEqualTo(BARRED);
    }
    try (MemoryFile memory = open(Duration.ofDays(32))) {
      assertThat(memory.of("gone")).isEqualTo(Remembered.NOTHING);
      assertThat(memory.of("there")).isEqualTo(BARRED);
    }
  }

  @Test
  void ofManyThatAreGoneTheLastAreKept() throws Exception {
    try (MemoryFile memory = open(Duration.ZERO)) {
      memory.keep("first", BARRED);
      memory.gone("first");
    }
    try (MemoryFile memory = open(Duration.ofMinutes(1))) {
      for (int i = 0; i < 1000; i++) {
        memory.keep("app-" + i, BARRED);
        memory.gone("app-" + i);
      }
    }
    try (MemoryFile memory = open(Duration.ofMinutes(2))) {
      assertThat(memory.of("first")).isEqualTo(Remembered.NOTHING);
      assertThat(memory.of("app-999")).isEqualTo(BARRED);
    }
  }

  @Test
  void fileThatCannotBeWrittenAnyMoreIsToldOnceAndWrittenWhenItCan() throws Exception {
    Path state = folder.resolve("state.json");
    try (MemoryFile memory = open(Duration.ZERO)) {
      // Whatever stands in the way of the new file.
      Path inTheWay = folder.resolve("state.json.new");
      Files.createDirectories(inTheWay.resolve("x"));
      memory.keep("shop", BARRED);
      Eventually.await("it is told", () -> !log.isEmpty());
      Files.delete(inTheWay.resolve("x"));
      Files.delete(inTheWay);
    }

    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("cannot keep what is to outlast the gateway in " + state + ": ")
        .endsWith("; it is tried again at the next change");
    assertThat(state).content().contains("\"barred\":true");
  }
}
