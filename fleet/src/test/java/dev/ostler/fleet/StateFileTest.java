package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
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
  void keyThatIsNoTextIsNamed() throws Exception {
    Path state = folder.resolve("fleet.state");
    Path key = Files.write(folder.resolve("fleet.state.key"), NO_TEXT);

    assertThatThrownBy(() -> StateFile.hash(state))
        .isInstanceOf(FleetException.class)
        .hasMessage("cannot read %s: it is no key; delete it to have another one made", key);
  }

  @Test
  void fleetThatIsNoTextIsNamed() throws Exception {
    Path file = Files.write(folder.resolve("fleet.yaml"), NO_TEXT);

    assertThatThrownBy(() -> FleetFile.read(file))
        .isInstanceOf(FleetException.class)
        .hasMessage("%s: it is not text in UTF-8", file);
  }
}
