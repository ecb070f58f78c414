package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.RealParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State files that somebody has damaged. */
class StateFileTest {
  private static final byte[] NO_TEXT = {(byte) 0xFF};

  @TempDir Path folder;

  @Test
  void stateThatIsNoTextIsNamedAndHowToGoOn() throws Exception {
    Path state = Files.write(folder.resolve("fleet.state"), NO_TEXT);

    assertThatThrownBy(() -> StateFile.read(state))
        .isInstanceOf(FleetException.class)
        .hasMessage(
            "cannot read %s: it is not text in UTF-8; restore %s.backup, or delete it: the containers' labels say the rest",
            state, state);
  }

  @Test
  void stateThatIsADirectoryIsNamed() throws Exception {
    Path state = Files.createDirectory(folder.resolve("fleet.state"));

    assertThatThrownBy(() -> StateFile.read(state))
        .isInstanceOf(FleetException.class)
        .hasMessage("cannot read %s: it is a directory, not a file", state);
  }

  @Test
  void keyThatIsNoTextIsNamed() throws Exception {
    Path state = folder.resolve("fleet.state");
    Path key = Files.write(folder.resolve("fleet.state.key"), NO_TEXT);

    assertThatThrownBy(() -> StateFile.hash(state))
        .isInstanceOf(FleetException.class)
        .hasMessage("cannot read %s: it is no key; delete it to have another one made", key);
  }

  @Test
  @Needs(RealPart.ROOT)
  void fullDiskIsNamedWithTheFileThatWasToBeWritten() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path state = disk.resolve("fleet.state");
    try (RealParts.Mount _ = RealParts.Mount.of("-t", "tmpfs", "-o", "size=8k", "none", disk)) {
      Files.write(disk.resolve("other"), new byte[8 << 10]);

      assertThatThrownBy(() -> StateFile.hash(state))
          .isInstanceOf(FleetException.class)
          .hasMessage(
              "cannot write %s.key: No space left on device; when that is mended, try again: what was done is found on the hosts",
              state);
    }
  }

  @Test
  void noteThatCannotBeWrittenNamesTheLock() throws Exception {
    Path state = folder.resolve("fleet.state");
    Files.createSymbolicLink(folder.resolve("fleet.state.lock"), Path.of("/dev/full"));

    try (StateFile file = StateFile.open(state)) {
      assertThatThrownBy(() -> file.noteLocked(List.of("web1")))
          .hasMessage(
              "cannot write %s.lock: No space left on device; when that is mended, try again: what was done is found on the hosts",
              state);
    }
  }

  @Test
  void historyThatCannotBeWrittenIsNamedAndWhatWasDoneIsDone() throws Exception {
    Path history = folder.resolve("state.json.history");
    Files.createSymbolicLink(history, Path.of("/dev/full"));
    Workload web = Workload.of("web", ContainerSpec.of(TestImage.NAME), "here");
    try (FakeEngine engine = FakeEngine.start();
        Operator operator = Engines.operator(engine, folder, web)) {
      Checked checked = operator.check();

      assertThatThrownBy(() -> checked.deploy(_ -> {}))
          .hasMessage(
              "cannot write %s: No space left on device; what was done is done, and only missing in it",
              history);

      assertThat(operator.check().plan().hasChanges()).isFalse();
    }
  }

  @Test
  void stateWhoseFolderIsNotThereIsNamed() {
    Path state = folder.resolve("gone").resolve("fleet.state");

    assertThatThrownBy(() -> StateFile.open(state))
        .hasMessage(
            "cannot write %s.lock: its folder is not there; when that is mended, try again: what was done is found on the hosts",
            state);
  }

  @Test
  void fleetThatIsNoTextIsNamed() throws Exception {
    Path file = Files.write(folder.resolve("fleet.yaml"), NO_TEXT);

    assertThatThrownBy(() -> FleetFile.read(file))
        .isInstanceOf(FleetException.class)
        .hasMessage("%s: it is not text in UTF-8", file);
  }
}
