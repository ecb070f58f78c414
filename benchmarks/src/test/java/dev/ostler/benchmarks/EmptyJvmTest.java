package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmptyJvmTest {
  @Test
  void programAndItsCacheAreNotTheJvms() {
    List<String> commandLine =
        List.of(
            "/jdk/bin/java",
            "-Xrs",
            "-XX:AOTCache=/app/run.aot",
            "-Dapp=1",
            "-cp",
            "/app/lib/*",
            "-XX:+UseSerialGC",
            "dev.ostler.cli.Main",
            "run",
            "--",
            "-Xchild");

    assertThat(EmptyJvm.withoutProgram(commandLine))
        .containsExactly("/jdk/bin/java", "-Xrs", "-XX:+UseSerialGC");
  }
}
