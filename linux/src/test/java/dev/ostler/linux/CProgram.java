package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A C program that a test compiles. */
record CProgram(Path executable) {
  static CProgram compile(Path folder, String source) throws IOException {
    RealParts.needProgram("cc");
    Path file = Files.writeString(folder.resolve("program.c"), source);
    Path executable = folder.resolve("program");
    Outcome outcome =
        Outcome.of(command("cc", "-o", executable.toString(), "-Wall", file.toString()));
    assertThat(outcome).as(outcome.text()).extracting(Outcome::status).isEqualTo(0);
    return new CProgram(executable);
  }

  Outcome run(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 1];
    all[0] = executable.toString();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Outcome.of(command(all));
  }

  private static ChildCommand command(String... arguments) {
    return ChildCommand.of(List.of(arguments), Map.of("PATH", System.getenv("PATH")));
  }
}
