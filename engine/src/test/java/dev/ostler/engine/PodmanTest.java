package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.PodmanHost;
import dev.ostler.testing.RealPart;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Podman's socket, and in what it differs. */
@Needs(RealPart.PODMAN)
class PodmanTest extends EngineContract {
  private static PodmanHost host;

  @BeforeAll
  static void startHost() {
    host = PodmanHost.start();
  }

  @AfterAll
  static void closeHost() {
    host.close();
  }

  @Override
  Engine connect() {
    return Engine.over(new UnixDialer(host.socket()));
  }

  @Override
  boolean isPodman() {
    return true;
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

  @Test
  @Override
  void restartPolicyIsChangedInPlace() throws EngineException {
    assumeThat(changesInPlace()).isFalse();

    assertNothingChangesInPlace(new Restart(Restart.Policy.UNLESS_STOPPED, 0), Resources.UNLIMITED);
  }

  @Test
  @Override
  void limitsAreChangedInPlace() throws EngineException {
    assumeThat(changesInPlace()).isFalse();

    assertNothingChangesInPlace(
        Restart.NO, new Resources(64 << 20, 0, 0, 0, 0, "", 0, 0, List.of()));
  }

  /** Podman before 5.1 has no such call. */
  private boolean changesInPlace() throws EngineException {
    return !engine.version().engine().matches("([1-4]\\.|5\\.0).*");
  }

  private void assertNothingChangesInPlace(Restart restart, Resources limits)
      throws EngineException {
    String id = running();

    EngineException e = refusal(() -> engine.containers().update(id, restart, limits));

    assertThat(e.status()).isEqualTo(404);
    assertThat(e.reason()).isEqualTo("Not Found (404)");
  }
}
