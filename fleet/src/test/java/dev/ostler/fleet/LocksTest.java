package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks for locks is told of those that can be asked for. */
class LocksTest {
  private static final LockHolder ANNA =
      new LockHolder("elsewhere/1//x", "anna@elsewhere", Instant.EPOCH);

  private final FakeEngine engine = FakeEngine.start();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void locksAreSeenAndEndedAlthoughAHostIsDown() throws Exception {
    lock();
    try (Operator operator = operator()) {

      Locks locks = operator.locks(Scope.ALL);

      assertThat(locks.holders()).isEqualTo(Map.of("b", ANNA));
      assertThat(locks.unknown()).isEqualTo(Map.of("a", "cannot reach the engine on a: no route"));
      assertThat(operator.unlock("b", ANNA)).isTrue();
    }
  }

  @Test
  void hostThatIsNotMeantIsNotAsked() throws Exception {
    lock();
    try (Operator operator = operator()) {

      Locks locks = operator.locks(Scope.ALL.onHosts(Set.of("b")));

      assertThat(locks).isEqualTo(new Locks(Map.of("b", ANNA), Map.of()));
    }
  }

  private void lock() throws Exception {
    try (EngineHost host = new EngineHost(engine.connect(), Logins.NONE)) {
      assertThat(host.lock(HostLocks.nameFor("f"), ANNA)).isEmpty();
    }
  }

  /** Host a never answers. */
  private Operator operator() {
    Workload web = Workload.of("web", ContainerSpec.of(TestImage.NAME), "a", "b");
    return new Operator(
        Fleet.of("f", List.of(Host.local("a"), Host.local("b")), List.of(web)),
        folder.resolve("state.json"),
        host -> {
          if (host.name().equals("a")) {
            throw EngineException.unreachable("a", "no route", null);
          }
          return engine.connect();
        },
        Operator.Limits.USUAL);
  }
}
