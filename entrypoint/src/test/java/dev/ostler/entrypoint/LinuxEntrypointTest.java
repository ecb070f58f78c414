package dev.ostler.entrypoint;

import dev.ostler.linux.ChildCommand;
import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class LinuxEntrypointTest extends EntrypointContract {
  private int pipes;

  @Override
  Entrypoint open() throws IOException {
    return Entrypoint.openEmbedded(WatchOptions.defaults());
  }

  /** It reads its status from a pipe. */
  @Override
  ProcessHandler process(Entrypoint entrypoint) throws IOException {
    return entrypoint.process("app", Shell.script("read status <$0; exit $status", pipe()));
  }

  private Path pipe() {
    Path pipe = folder.resolve("pipe" + ++pipes);
    RealParts.run("mkfifo", pipe);
    return pipe;
  }

  @Override
  ProcessHandler failing(Entrypoint entrypoint) throws IOException {
    Path program = Files.createFile(folder.resolve("program"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    ChildCommand command = ChildCommand.of(List.of(program.toString()), Map.of());
    return entrypoint.process("app", command);
  }

  @Override
  void end(ProcessHandler running, int status) throws IOException {
    Files.writeString(folder.resolve("pipe" + pipes), status + "\n");
  }

  @Override
  void setActive(ActivationHandler activation, boolean active) throws IOException {
    if (active) {
      Files.createFile(activation.file());
    } else {
      Files.deleteIfExists(activation.file());
    }
  }

  @Override
  void print(OutputHandler output, String line) throws IOException {
    Files.writeString(Path.of("/proc/self/fd/" + output.writeEnd().number()), line + "\n");
  }

  @Override
  void pass(Duration time) {}
}
