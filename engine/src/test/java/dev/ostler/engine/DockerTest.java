package dev.ostler.engine;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Path;
import java.util.Optional;

/** Docker itself. */
@Needs(RealPart.ENGINE)
class DockerTest extends EngineContract {
  @Override
  Engine connect() {
    String host =
        Optional.ofNullable(System.getenv("OSTLER_TEST_DOCKER_HOST"))
            .orElse("unix:///var/run/docker.sock");
    return Engine.over(new UnixDialer(Path.of(host.replaceFirst("^unix://", ""))));
  }
}
