package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be run is said, and leaves nothing behind. */
class SpawnRefusalTest extends Spawning {
  @Test
  void failedSpawnLeavesUsAsWeWere() throws Exception {
    OwnState before = OwnState.now();
    int descriptors = OwnState.descriptors();
    Path text = file("text", "no program", "rwxr-xr-x");
    ChildCommand command =
        command(text.toString())
            .withNiceness(3)
            .withUmask(0777)
            .withLimits(Map.of(ResourceLimit.OPEN_FILES, 10L));

    assertThatThrownBy(() -> Children.spawn(command)).isInstanceOf(LinuxException.class);

    assertThat(OwnState.now()).isEqualTo(before);
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
    assertThat(OwnState.zombies()).isZero();
  }

  @Test
  void commandIsRequired() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChildCommand.of(List.of(), Map.of()))
        .withMessage("a command is required");
  }

  @Test
  void textFileIsNoProgram() throws Exception {
    Path text = file("text", "no program", "rwxr-xr-x");

    assertRefused(
        command(text.toString()),
        Errno.ENOEXEC,
        "cannot run '"
            + text
            + "': Exec format error (errno 8); is it built for this machine, and does a script"
            + " start with #!");
  }

  @Test
  void missingInterpreterIsNamedAsTheCause() throws Exception {
    Path script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");

    assertRefused(
        command(script.toString()),
        Errno.ENOENT,
        "cannot run '"
            + script
            + "': No such file or directory (errno 2); the interpreter or loader that it names is"
            + " not there");
  }

  @Test
  void missingWorkingDirectoryIsNamed() throws Exception {
    assertRefused(
        command("/bin/sh").withWorkingDirectory(Path.of("/no/such/folder")),
        Errno.ENOENT,
        "cannot run '/bin/sh' in the folder /no/such/folder: No such file or directory (errno 2);"
            + " create that folder first, or name another");
    Path file = file("file", "", "rw-r--r--");
    assertRefused(
        command("/bin/sh").withWorkingDirectory(file),
        Errno.ENOTDIR,
        "cannot run '/bin/sh' in the folder "
            + file
            + ": Not a directory (errno 20);"
            + " create that folder first, or name another");
  }

  @Test
  void missingProgramIsRefused() throws Exception {
    assertRefused(
        command("no-such-program"),
        Errno.ENOENT,
        "cannot run 'no-such-program': No such file or directory (errno 2)");
  }
}
