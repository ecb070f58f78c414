package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Failed;
import dev.ostler.entrypoint.ConfigurationEvent.Updated;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that do not rename but write into the source itself. */
class WritingInPlaceTest {
  /** Somewhat less than is usually taken for the end of writing. */
  private static final Duration REST = Settling.defaults().quiet().multipliedBy(9).dividedBy(10);

  private final AtomicInteger rests = new AtomicInteger();

  /** Raised to 10,000 where there is time: {@code -Dostler.trials=10000}. */
  private static final int TRIALS = Integer.getInteger("ostler.trials", 100);

  private static final Duration QUIET = Duration.ofMillis(20);
  private static final int LENGTH = 64;

  @TempDir Path folder;
  private final Random random = new Random(7);
  private Entrypoint entrypoint;
  private Events events;
  private Path source;
  private Path target;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults().withQuiet(QUIET));
    events = new Events(entrypoint);
    source = Files.createDirectory(folder.resolve("source")).resolve("conf");
    target = folder.resolve("target");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private ConfigurationHandler watch() throws IOException {
    return entrypoint.file(source, target, TreeOptions.defaults().withDurable(false));
  }

  @Test
  void fileIsReadWhenItsWriterHasClosedIt() throws Exception {
    watch();
    try (OutputStream out = Files.newOutputStream(source)) {
      out.write('a');
      events.none(); // Far longer than quiet: it is the writer that is waited for.
      out.write('b');
      events.none();
    }

    events.next(Changed.class).handler().update();
    events.next(Updated.class);
    assertThat(target).hasContent("ab");
  }

  @Test
  void fileThatIsBeingWrittenAtTheStartIsAwaited() throws Exception {
    try (OutputStream out = Files.newOutputStream(source)) {
      out.write('a');
      watch();
      events.none();
      out.write('b');
    }

    events.next(Changed.class).handler().update();
    events.next(Updated.class);
    assertThat(target).hasContent("ab");
  }

  @Test
  void fileThatIsStillBeingWrittenWhenItIsRenamedInIsAwaited() throws Exception {
    watch();
    Path elsewhere = folder.resolve("elsewhere");
    try (OutputStream out = Files.newOutputStream(elsewhere)) {
      out.write('a');
      Files.move(elsewhere, source);
      events.none();
      out.write('b');
    }

    events.next(Changed.class).handler().update();
    events.next(Updated.class);
    assertThat(target).hasContent("ab");
  }

  @Test
  void writerThatDoesNothingIsNotAwaitedForEver() throws Exception {
    try (OutputStream out = Files.newOutputStream(source)) {
      out.write('a');
      watch();

      events.next(Changed.class).handler().update();

      events.next(Updated.class);
      assertThat(target).hasContent("a");
    }
  }

  @Test
  void contentThatIsWrittenToBeforeTheUpdateIsRefusedAndReadAgain() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = watch();
    events.next(Changed.class);

    Files.writeString(source, "three");
    handler.update();

    assertThat(events.await(Failed.class).reason())
        .hasMessageStartingWith("cannot read " + source + ": it was written in place meanwhile");
    handler = events.next(Changed.class).handler();
    handler.update();
    events.next(Updated.class);
    assertThat(target).hasContent("three");
  }

  @Test
  void secondNoticeOfOneWriteDoesNotEndTheWait() throws Exception {
    Files.writeString(source, "0000");
    Settling settling = new Settling(Duration.ofSeconds(1), Duration.ofMinutes(1));
    entrypoint.file(source, target, TreeOptions.defaults().withSettling(settling));
    events.next(Changed.class);

    Duration before = entrypoint.time();
    Files.writeString(source, "0001");
    Thread owner = Thread.ofPlatform().start(this::changeModeSoon);
    events.next(Changed.class);

    assertThat(entrypoint.time().minus(before)).isGreaterThanOrEqualTo(settling.quiet());
    owner.join();
  }

  private void changeModeSoon() {
    try {
      Thread.sleep(100); // for the first notice to be taken
      Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r-----"));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes the numbers from 1 on, each in one write; counts where the machine made it rest. */
  private Thread writeNumbers(int last, long pauseMillis) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            long before = System.nanoTime();
            for (int i = 1; i <= last; i++) {
              Files.writeString(source, "%04d".formatted(i));
              long now = System.nanoTime();
              rests.addAndGet(now - before > REST.toNanos() ? 1 : 0);
              before = now;
              Thread.sleep(pauseMillis);
            }
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** All that is applied until the writer's last content is, and some time after that. */
  private List<String> applied(ConfigurationHandler handler, Thread writer, String last) {
    List<String> contents = new ArrayList<>();
    Duration limit = entrypoint.time().plusSeconds(30);
    int quietRounds = 0;
    while (quietRounds < 2 && entrypoint.time().compareTo(limit) < 0) {
      boolean over = !writer.isAlive() && read().equals(last);
      contents.addAll(appliedWithin(Duration.ofMillis(300), handler));
      quietRounds += over ? 1 : 0;
    }
    return contents;
  }

  private List<String> appliedWithin(Duration time, ConfigurationHandler handler) {
    List<String> contents = new ArrayList<>();
    // At once: what is written again before it is read is refused.
    events.during(
        time,
        event -> {
          if (event instanceof Changed) {
            handler.update();
          } else if (event instanceof Updated) {
            contents.add(read());
          }
        });
    return contents;
  }

  /** Somebody who writes numbers into a file until it is told to stop, however slow we are. */
  private static final class Restless {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger last = new AtomicInteger();
    private final Thread thread;

    Restless(Path file) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  while (!over.get()) {
                    Files.writeString(file, "%04d".formatted(last.incrementAndGet()));
                    Thread.sleep(50);
                  }
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
    }

    boolean isWriting() {
      return thread.isAlive();
    }

    /** Returns what was written last. */
    String stop() throws InterruptedException {
      over.set(true);
      thread.join();
      return "%04d".formatted(last.get());
    }
  }

  private String read() {
    try {
      return Files.readString(target);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thousandWritesAreOneOrTwoChangesAndTheLastContentIsApplied() throws Exception {
    Files.writeString(source, "0000");
    Settling usual = new Settling(Settling.defaults().quiet(), Duration.ofMinutes(1));
    ConfigurationHandler handler =
        entrypoint.file(source, target, TreeOptions.defaults().withSettling(usual));
    events.next(Changed.class).handler().update();
    events.next(Updated.class);

    List<String> applied = applied(handler, writeNumbers(1000, 1), "1000");

    assertThat(applied).hasSizeBetween(1, 2 + rests.get()).last().isEqualTo("1000");
  }

  @Test
  void writersThatNeverRestPutReadingOffForTheLongestTimeOnly() throws Exception {
    Files.writeString(source, "0000");
    Settling impatient = new Settling(Duration.ofMillis(200), Duration.ofMillis(300));
    ConfigurationHandler handler =
        entrypoint.file(source, target, TreeOptions.defaults().withSettling(impatient));
    events.next(Changed.class).handler().update();
    events.next(Updated.class);

    Restless writer = new Restless(source);
    List<String> applied = new ArrayList<>();
    Duration limit = entrypoint.time().plusSeconds(30);
    while (applied.size() < 2 && entrypoint.time().compareTo(limit) < 0) {
      applied.addAll(appliedWithin(Duration.ofMillis(300), handler));
    }
    assertThat(writer.isWriting()).isTrue();
    String last = writer.stop();
    applied.addAll(applied(handler, writer.thread, last));

    assertThat(applied).hasSizeGreaterThanOrEqualTo(2).last().isEqualTo(last);
    assertThat(applied).allMatch(content -> content.length() == 4);
  }

  @Test
  void directoryThatNeverRestsIsReadAfterTheLongestTime() throws Exception {
    Files.writeString(source, "0000");
    Settling impatient = new Settling(Duration.ofMillis(200), Duration.ofMillis(300));
    ConfigurationHandler handler =
        entrypoint.directory(
            source.getParent(), target, TreeOptions.defaults().withSettling(impatient));
    events.next(Changed.class);
    Restless writer = new Restless(source);

    events.next(Changed.class);
    assertThat(writer.isWriting()).isTrue();

    String last = writer.stop();
    events.during(Duration.ofMillis(600));
    handler.update();
    events.await(Updated.class);
    assertThat(target.resolve("conf")).hasContent(last);
  }

  @Test
  void renamedFileIsNotAwaitedHoweverLongTheQuiet() throws Exception {
    Settling patient = new Settling(Duration.ofHours(1), Duration.ofHours(2));
    entrypoint.file(source, target, TreeOptions.defaults().withSettling(patient));

    Replacing.replace(source, "one");

    events.next(Changed.class);
  }

  @Test
  void settlingThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Settling(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quiet must be positive and at most longest, got PT2S and PT1S");
  }

  /** Every content is one letter, so that a torn one shows. */
  @Test
  void slowWritersNeverHaveTornContentApplied() throws Exception {
    Files.writeString(source, "a".repeat(LENGTH));
    ConfigurationHandler handler = watch();
    List<String> torn = new ArrayList<>();
    Thread writer = Thread.ofPlatform().start(this::write);
    int updates = 0;

    while (writer.isAlive()) {
      for (Event event : events.during(Duration.ofMillis(5))) {
        if (event instanceof Changed) {
          handler.update();
        } else if (event instanceof Updated) {
          updates++;
          String applied = Files.readString(target);
          if (applied.chars().distinct().count() != 1 || applied.length() != LENGTH) {
            torn.add(applied);
          }
        }
      }
    }

    assertThat(torn).isEmpty();
    assertThat(updates).isPositive();
    Files.writeString(source, "z".repeat(LENGTH));
    awaitApplied("z".repeat(LENGTH), handler);
  }

  /** What was written before may still be told of, and be found changed when it is read. */
  private void awaitApplied(String content, ConfigurationHandler handler) {
    events.await(
        Event.class,
        event -> {
          if (event instanceof Changed) {
            handler.update();
          }
          return event instanceof Updated && contentOf(target).equals(content);
        });
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write() {
    try {
      for (int i = 0; i < TRIALS; i++) {
        String letter = String.valueOf((char) ('b' + i % 20));
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
          for (int at = 0; at < LENGTH; at += LENGTH / 4) {
            file.writeBytes(letter.repeat(LENGTH / 4));
            pause(at == 0 ? QUIET.toMillis() * 2 : 3);
          }
        }
        pause(QUIET.toMillis() * 3);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void pause(long most) throws InterruptedException {
    Thread.sleep(random.nextLong(most));
  }
}
