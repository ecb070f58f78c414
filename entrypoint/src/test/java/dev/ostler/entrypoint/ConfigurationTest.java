package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Failed;
import dev.ostler.entrypoint.ConfigurationEvent.Removed;
import dev.ostler.entrypoint.ConfigurationEvent.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What happens to a source is told. */
class ConfigurationTest extends ConfigurationHandling {
  @Test
  void presentSourceIsChangedOnce() throws Exception {
    Files.writeString(source, "one");

    ConfigurationHandler handler = file();

    assertThat(handler.source()).isEqualTo(source);
    assertThat(events.next(Changed.class).handler()).isSameAs(handler);
    events.none();
    assertThat(target).doesNotExist();
  }

  @Test
  void absentSourceIsAwaited() throws Exception {
    ConfigurationHandler handler = file();
    events.none();

    Replacing.replace(source, "one");

    assertThat(events.next(Changed.class).handler()).isSameAs(handler);
    update(handler);
    assertThat(target).hasContent("one");
  }

  @Test
  void missingFolderIsRefusedWithItsPath() {
    Path missing = folder.resolve("missing/conf");

    assertThatThrownBy(() -> entrypoint.file(missing, target, OPTIONS))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot watch "
                + missing
                + ": the folder "
                + missing.getParent()
                + " is not there; create it first");
  }

  @Test
  void missingFolderIsAwaitedOnRequest() throws Exception {
    close();
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults().awaitingFolders());
    events = new Events(entrypoint);
    Path late = folder.resolve("a/b/conf");
    entrypoint.custom(late, Files::readString).update();
    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + late + ": it is not there");

    Files.createDirectories(late.getParent());
    Replacing.replace(late, "one");

    events.next(Changed.class).handler().update();
    assertThat(completed()).isEqualTo("one");
  }

  @Test
  void renamingOverTheSourceIsAChangeAndOtherFilesAreNot() throws Exception {
    Files.writeString(source, "one");
    file();
    events.next(Changed.class);

    Files.writeString(source.resolveSibling("other"), "x");
    Files.writeString(source.resolveSibling("conf2"), "x");
    events.none();

    Replacing.replace(source, "two");
    events.next(Changed.class);
    events.none();
  }

  @Test
  void replacementByTheSameContentIsAChangeWithoutEffect() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    assertThat(update(handler).report().changed(ChangeKind.CREATED)).containsExactly("conf");

    Replacing.replace(source, "one");
    events.next(Changed.class);

    assertThat(update(handler).report().isEmpty()).isTrue();
  }

  @Test
  void hardLinkIsReadAtOnceAndSymbolicLinkToo() throws Exception {
    Path original = Files.writeString(folder.resolve("original"), "one");
    reading();

    Files.createLink(source, original);
    events.next(Changed.class).handler().update();
    assertThat(completed()).isEqualTo("one");
    Files.delete(source);
    events.next(Removed.class);

    Files.createSymbolicLink(source, Files.writeString(folder.resolve("other"), "two"));
    events.next(Changed.class).handler().update();
    assertThat(completed()).isEqualTo("two");
  }

  @Test
  void removalIsTold() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    update(handler);

    Files.delete(source);

    assertThat(events.next(Removed.class).handler()).isSameAs(handler);
    handler.update();
    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + source + ": it is not there");
    assertThat(target).hasContent("one");
  }

  @Test
  void renamingAwayIsARemovalAndBackAChange() throws Exception {
    Files.writeString(source, "one");
    file();
    events.next(Changed.class);
    Path away = folder.resolve("away");

    Files.move(source, away);
    events.next(Removed.class);
    Files.move(away, source);
    events.next(Changed.class);
    events.none();
  }

  @Test
  void closeEndsEverything() throws Exception {
    Files.writeString(source, "one");
    long descriptors = OwnState.descriptors();
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    update(handler);
    long watches = OwnState.watches();
    handler.update();

    handler.close();
    handler.close();
    handler.update();
    handler.stage();
    handler.rollBack();
    Replacing.replace(source, "two");

    events.none();
    assertThat(target).hasContent("one");
    assertThat(watches).isPositive();
    assertThat(OwnState.watches()).isZero();
    entrypoint.close();
    assertThat(OwnState.descriptors()).isLessThan(descriptors);
  }

  @Test
  void closedTargetIsFreeForTheNextHandler() throws Exception {
    Files.writeString(source, "one");
    for (int i = 0; i < 20; i++) {
      try (ConfigurationHandler handler = file()) {
        events.next(Changed.class);
        handler.update();
        handler.update();
      }
    }
    events.none();
  }

  @Test
  void directoryInsteadOfAFileIsToldOnce() throws Exception {
    Files.createDirectory(source);

    file();

    assertThat(events.next(Unreadable.class).reason())
        .hasMessage("cannot read " + source + ": it is not a regular file");
    Files.createFile(source.resolve("x"));
    events.none();
    Files.delete(source.resolve("x"));
    Files.delete(source);
    Replacing.replace(source, "one");
    events.next(Changed.class);
  }

  @Test
  void burstOfReplacementsWhileNobodyReadsIsOneChangeWithTheLastContent() throws Exception {
    CustomHandler<String> handler = reading();
    events.none();

    for (int i = 1; i <= 1000; i++) {
      Replacing.replace(source, "content " + i);
    }

    events.next(Changed.class);
    events.none();
    handler.update();
    assertThat(completed()).isEqualTo("content 1000");
  }
}
