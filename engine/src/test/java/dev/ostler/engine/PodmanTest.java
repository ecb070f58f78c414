package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Podman's socket, at {@code OSTLER_TEST_PODMAN_SOCKET}, and in what it differs. */
@EnabledIfEnvironmentVariable(named = "OSTLER_TEST_PODMAN_SOCKET", matches = "/.+")
class PodmanTest extends EngineContract {
  @Override
  Engine connect() {
    return Engine.over(new UnixDialer(Path.of(System.getenv("OSTLER_TEST_PODMAN_SOCKET"))));
  }

  /** Podman makes the directory. */
  @Test
  @Override
  void filesAreNotPutIntoADirectoryThatIsNotThere() throws EngineException {
    engine().containers().create(name(), spec("sleep", "1000"));

    engine()
        .files()
        .put(name(), "/not/there", archive -> archive.add(FileEntry.directory("x", 0755)));

    assertThat(engine().files().stat(name(), "/not/there/x")).isPresent();
  }

  /** Podman before 5.1 has no such call. */
  @Test
  @Override
  void restartPolicyIsChangedInPlace() throws EngineException {
    String id = running();

    EngineException e =
        catchThrowableOfType(
            EngineException.class,
            () ->
                engine()
                    .containers()
                    .updateRestart(id, new Restart(Restart.Policy.UNLESS_STOPPED, 0)));

    assertThat(e.status()).isEqualTo(404);
    assertThat(e.reason()).isEqualTo("Not Found (404)");
  }
}
