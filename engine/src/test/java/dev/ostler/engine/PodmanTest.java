package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Podman's socket, at {@code OSTLER_TEST_PODMAN_SOCKET}, and in what it differs. */
@EnabledIfEnvironmentVariable(named = "OSTLER_TEST_PODMAN_SOCKET", matches = "/.+")
class PodmanTest extends EngineContract {
  @Override
  Engine connect() {
    return Engine.over(new UnixDialer(Path.of(System.getenv("OSTLER_TEST_PODMAN_SOCKET"))));
  }

  /** Podman tells all owners as the container's user. */
  @Override
  FileEntry asRead(FileEntry entry) {
    return entry.ownedBy(0, 0);
  }

  @Test
  void ownersAreKeptThoughNotTold() throws EngineException {
    String id = running();

    engine
        .files()
        .put(id, "/etc", files -> files.add(FileEntry.directory("d", 0750).ownedBy(99, 98)));

    assertThat(
            engine
                .processes()
                .run(id, ExecSpec.of("stat", "-c", "%u:%g", "/etc/d"), Duration.ofSeconds(30))
                .stdout())
        .isEqualTo("99:98\n");
  }

  /** Podman makes the directory. */
  @Test
  @Override
  void filesAreNotPutIntoADirectoryThatIsNotThere() throws EngineException {
    engine.containers().create(name, spec("sleep", "1000"));

    engine.files().put(name, "/not/there", archive -> archive.add(FileEntry.directory("x", 0755)));

    assertThat(engine.files().stat(name, "/not/there/x")).isPresent();
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
                engine
                    .containers()
                    .update(
                        id, new Restart(Restart.Policy.UNLESS_STOPPED, 0), Resources.UNLIMITED));

    assertThat(e.status()).isEqualTo(404);
    assertThat(e.reason()).isEqualTo("Not Found (404)");
  }
}
