package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that is gone by the time that it is read, for there is a newer one. */
class SupersededTest {
  @TempDir Path folder;

  private Loop loop;
  private TargetConfiguration handler;
  private final Reported source = new Reported();

  /** Counts how often it is to report what is there. */
  private static final class Reported implements Source {
    private int again;

    @Override
    public void start() {}

    @Override
    public void reportAgain() {
      again++;
    }

    @Override
    public void close() {}
  }

  /** What is not there any more. */
  private record Gone(Path path, boolean superseded) implements Source.Content {
    @Override
    public void checkUntouched(BooleanSupplier wanted) {}

    @Override
    public boolean isSuperseded(BooleanSupplier wanted) {
      return superseded;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws IOException {
    loop = Loop.open();
    Destination target =
        Destination.directory(folder.resolve("target"), TreeOptions.defaults().withDurable(false));
    handler = new TargetConfiguration(folder.resolve("source"), loop, target);
    handler.watch(source);
  }

  @AfterEach
  void close() {
    handler.close();
    loop.close();
  }

  private Event next() throws IOException {
    return loop.next().orElseThrow();
  }

  private Failed updateFrom(boolean superseded) throws IOException {
    handler.changed(new Gone(folder.resolve("gone"), superseded));
    assertThat(next()).isInstanceOf(Changed.class);
    handler.update();
    return (Failed) next();
  }

  @Test
  void versionThatANewerOneHasReplacedIsNoFailureAndWhatIsThereIsReported() throws Exception {
    assertThat(updateFrom(true).reason())
        .isInstanceOf(SourceChangedException.class)
        .hasMessage(
            "cannot read %s: it has changed; what is there now is read next",
            folder.resolve("source"));
    assertThat(source.again).isEqualTo(1);
  }

  @Test
  void versionThatNoneHasReplacedIsAFailure() throws Exception {
    assertThat(updateFrom(false).reason()).isNotInstanceOf(SourceChangedException.class);
    assertThat(source.again).isZero();
  }

  @Test
  void directoryThatALinkLeadsToNoMoreIsSuperseded() throws Exception {
    Path link = folder.resolve("link");
    switchTo(link, "one");
    try (Entrypoint entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults())) {
      Events events = new Events(entrypoint);
      ConfigurationHandler real =
          entrypoint.directory(link, folder.resolve("target2"), TreeOptions.defaults());
      events.next(Changed.class);
      switchTo(link, "two");
      Replacing.deleteTree(folder.resolve("one"));

      real.update();

      // The newer one may be told of before.
      assertThat(events.await(Failed.class).reason()).isInstanceOf(SourceChangedException.class);
    }
  }

  private void switchTo(Path link, String name) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("name"), name);
    Path next = Files.createSymbolicLink(folder.resolve("next"), Path.of(name));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
  }
}
