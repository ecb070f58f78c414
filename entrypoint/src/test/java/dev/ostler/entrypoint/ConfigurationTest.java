package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Completed;
import dev.ostler.entrypoint.ConfigurationEvent.Failed;
import dev.ostler.entrypoint.ConfigurationEvent.Removed;
import dev.ostler.entrypoint.ConfigurationEvent.RolledBack;
import dev.ostler.entrypoint.ConfigurationEvent.Staged;
import dev.ostler.entrypoint.ConfigurationEvent.Unreadable;
import dev.ostler.entrypoint.ConfigurationEvent.Updated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final TreeOptions OPTIONS = TreeOptions.defaults().withDurable(false);

  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;
  private Path source;
  private Path target;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    source = Files.createDirectories(folder.resolve("source")).resolve("conf");
    target = Files.createDirectories(folder.resolve("target")).resolve("conf");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private ConfigurationHandler file() throws IOException {
    return entrypoint.file(source, target, OPTIONS);
  }

  private CustomHandler<String> reading() throws IOException {
    return entrypoint.custom(source, Files::readString);
  }

  private Updated update(ConfigurationHandler handler) {
    handler.update();
    return events.next(Updated.class);
  }

  private Object completed() {
    return events.next(Completed.class).result();
  }

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
  void updateIsUnprovenUntilItIsKeptAlsoForTheNextProcess() throws Exception {
    TreeOptions proving = OPTIONS.provingEachUpdate();
    Files.writeString(source, "one");
    ConfigurationHandler handler = entrypoint.file(source, target, proving);
    events.next(Changed.class);
    assertThat(handler.isProven()).isTrue();
    update(handler);
    assertThat(handler.isProven()).isFalse();

    handler.close();
    handler = entrypoint.file(source, target, proving);
    events.await(Changed.class);
    assertThat(handler.isProven()).isFalse();
    handler.keep();
    Replacing.replace(source, "two");
    events.await(Changed.class);
    handler.stage(); // the answer comes after the keeping
    events.await(Staged.class);
    assertThat(handler.isProven()).isTrue();
    handler.update();
    events.await(Updated.class);
    assertThat(handler.isProven()).isFalse();

    handler.close();
    handler = entrypoint.file(source, target, proving);
    handler.rollBack();
    events.await(RolledBack.class);
    assertThat(handler.isProven()).isTrue();
    assertThat(target).hasContent("one");
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
  void updateWorksOnTheContentOfTheLastChange() throws Exception {
    Files.writeString(source, "one");
    CountDownLatch replaced = new CountDownLatch(1);
    CustomHandler<String> handler =
        entrypoint.custom(source, content -> awaited(replaced) + Files.readString(content));
    events.next(Changed.class);

    handler.update();
    Replacing.replace(source, "two");
    events.next(Changed.class);
    replaced.countDown();
    assertThat(completed()).isEqualTo("done: one");

    handler.update();
    assertThat(completed()).isEqualTo("done: two");
  }

  @Test
  void updatesAnswerInOrderAndNeverTwoAtATime() throws Exception {
    Files.writeString(source, "one");
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger atATime = new AtomicInteger();
    CustomHandler<Integer> handler =
        entrypoint.custom(
            source,
            content -> {
              assertThat(atATime.incrementAndGet()).isEqualTo(1);
              atATime.decrementAndGet();
              return calls.incrementAndGet();
            });
    events.next(Changed.class);

    for (int i = 0; i < 100; i++) {
      handler.update();
    }

    List<Object> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(completed());
    }
    assertThat(results).isSorted().startsWith(1).endsWith(100);
    events.none();
  }

  @Test
  void updateReturnsWhileTheFunctionRuns() throws Exception {
    Files.writeString(source, "one");
    CountDownLatch mayEnd = new CountDownLatch(1);
    CustomHandler<String> handler =
        entrypoint.custom(
            source,
            content -> {
              mayEnd.countDown();
              return awaited(mayEnd);
            });
    events.next(Changed.class);
    CountDownLatch held = new CountDownLatch(1);
    CustomHandler<String> blocked = entrypoint.custom(source, content -> awaited(held));
    events.next(Changed.class);

    blocked.update();
    handler.update();

    assertThat(events.next(Completed.class).handler()).isSameAs(handler);
    held.countDown();
    assertThat(events.next(Completed.class).handler()).isSameAs(blocked);
  }

  private static String awaited(CountDownLatch latch) throws IOException {
    try {
      latch.await();
      return "done: ";
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void updateWithoutAChangeReportsNoChanges() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    update(handler);

    assertThat(update(handler).report().isEmpty()).isTrue();
  }

  @Test
  void updateOfWhatWasNeverThereFails() throws Exception {
    ConfigurationHandler handler = file();

    handler.update();
    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + source + ": it is not there");
    handler.stage();
    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot stage " + source + ": it is not there");
  }

  @Test
  void updateKeepsTheModeOfTheTarget() throws Exception {
    Files.writeString(source, "two");
    Files.writeString(target, "one");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    ConfigurationHandler handler = file();
    events.next(Changed.class);

    assertThat(update(handler).report().changed(ChangeKind.MODIFIED)).containsExactly("conf");

    assertThat(target).hasContent("two");
    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(handler.whyNotAtomic()).isEmpty();
  }

  @Test
  void newTargetHasTheDefaultMode() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = entrypoint.file(source, target, OPTIONS.withNewFileMode(0604));
    events.next(Changed.class);

    update(handler);

    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(PosixFilePermissions.fromString("rw----r--"));
  }

  @Test
  void stagedContentIsUsedEvenIfTheSourceHasChangedSince() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);

    handler.stage();
    StagedConfiguration staged = events.next(Staged.class).staged();
    assertThat(staged.path()).hasContent("one");
    assertThat(target).doesNotExist();
    Replacing.replace(source, "two");
    events.next(Changed.class);
    handler.update(staged);

    assertThat(events.next(Updated.class).report()).isNotNull();
    assertThat(target).hasContent("one");
    update(handler);
    assertThat(target).hasContent("two");
  }

  @Test
  void onlyWhatWasStagedLastCanBeUsed() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    handler.stage();
    StagedConfiguration staged = events.next(Staged.class).staged();
    update(handler);

    handler.update(staged);

    assertThat(events.next(Failed.class).reason())
        .hasMessage(
            "cannot update from "
                + source
                + ": what was checked is no longer staged; stage and check it again");
  }

  @Test
  void rollBackBringsTheFormerContentBack() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    update(handler);
    Replacing.replace(source, "two");
    events.next(Changed.class);
    update(handler);

    handler.rollBack();

    events.next(RolledBack.class);
    assertThat(target).hasContent("one");
  }

  @Test
  void failureOfTheFunctionIsAnAnswer() throws Exception {
    Files.writeString(source, "one");
    CustomHandler<String> handler =
        entrypoint.custom(
            source,
            content -> {
              throw new IOException("no route to the fridge");
            });
    events.next(Changed.class);

    handler.update();

    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + source + ": no route to the fridge");
  }

  @Test
  void bugInTheFunctionIsAnAnswerAndTheNextUpdateWorks() throws Exception {
    Files.writeString(source, "one");
    AtomicInteger calls = new AtomicInteger();
    CustomHandler<Integer> handler =
        entrypoint.custom(
            source,
            content -> {
              if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("bug");
              }
              return calls.get();
            });
    events.next(Changed.class);

    handler.update();
    assertThat(events.next(Failed.class).reason())
        .hasMessage("cannot update from " + source + ": java.lang.StackOverflowError: bug");
    handler.update();
    assertThat(completed()).isEqualTo(2);
  }

  @Test
  void customHandlerHasNothingToStageOrRollBack() throws Exception {
    Files.writeString(source, "one");
    CustomHandler<String> handler = reading();
    events.next(Changed.class);

    handler.stage();
    assertThat(events.next(Failed.class).reason()).hasMessageContaining("cannot stage " + source);
    handler.rollBack();
    assertThat(events.next(Failed.class).reason())
        .hasMessageContaining("cannot roll back " + source);
    assertThat(handler.whyNotAtomic()).isEmpty();
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

  @Test
  void thousandUpdatesLeaveNoDescriptorBehind() throws Exception {
    Files.writeString(source, "0");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    update(handler);
    long before = OwnState.descriptors();

    for (int i = 1; i <= 1000; i++) {
      Replacing.replace(source, "" + i);
      events.next(Changed.class);
      update(handler);
    }

    assertThat(target).hasContent("1000");
    assertThat(OwnState.descriptors()).isEqualTo(before);
  }
}
