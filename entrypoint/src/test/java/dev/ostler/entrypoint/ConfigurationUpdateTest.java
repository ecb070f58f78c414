package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Failed;
import dev.ostler.entrypoint.ConfigurationEvent.RolledBack;
import dev.ostler.entrypoint.ConfigurationEvent.Staged;
import dev.ostler.entrypoint.ConfigurationEvent.Updated;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What is brought to a target, and back. */
class ConfigurationUpdateTest extends ConfigurationHandling {
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
  void updateThatWasEverKeptIsKnownToTheNextProcess() throws Exception {
    TreeOptions proving = OPTIONS.provingEachUpdate();
    Files.writeString(target, "of the image");
    Files.writeString(source, "one");
    ConfigurationHandler handler = entrypoint.file(source, target, proving);
    events.next(Changed.class);
    update(handler);
    assertThat(handler.hasKept()).isFalse();
    handler.rollBack();
    events.await(RolledBack.class);
    assertThat(handler.hasKept()).isFalse();

    handler.update();
    events.await(Updated.class);
    handler.keep();
    handler.stage(); // the answer comes after the keeping
    events.await(Staged.class);
    handler.close();
    handler = entrypoint.file(source, target, proving);

    assertThat(handler.hasKept()).isTrue();
  }

  @Test
  void whatWasStagedAndDiscardedLeavesNothing() throws Exception {
    Files.writeString(source, "one");
    ConfigurationHandler handler = file();
    events.next(Changed.class);
    handler.stage();
    Path lies = events.await(Staged.class).staged().path();
    assertThat(lies).exists();

    handler.discard();
    handler.keep(); // done in turn
    handler.update();
    events.await(Updated.class);

    assertThat(lies).doesNotExist();
    assertThat(target).hasContent("one");
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
