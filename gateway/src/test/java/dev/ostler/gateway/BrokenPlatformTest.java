package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform that answers what nobody has thought of. */
class BrokenPlatformTest {
  @TempDir Path folder;

  private static final class Broken extends ScriptedWorkload {
    @Override
    public String name() {
      return "shop";
    }

    @Override
    public void wake() {
      throw new IllegalStateException("found a list, expected a number");
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
  }

  @Test
  void visitorIsToldAtOnceAndTheLogWhy() throws Exception {
    String text =
        TestGateway.HEAD
            + """
            apps:
              shop:
                hosts: '*'
                process: {socket: /none, processes: web, upstream: '127.0.0.1:1'}
            """;
    try (TestGateway gateway = TestGateway.of(folder, text, (_, _) -> new Broken())) {
      assertThat(gateway.get("/").body())
          .contains("\"detail\":\"its platform cannot be reached, or refuses what it is asked\"");
      gateway.awaitLog(
          "shop: | internal error: java.lang.IllegalStateException: found a list, expected a number");
    }
  }
}
