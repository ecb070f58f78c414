package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine's client over SSH, to the engine of this machine. */
@Needs({RealPart.SSHD, RealPart.ROOT, RealPart.ENGINE, RealPart.BUSYBOX})
@Timeout(180)
class SshEngineTest {
  private static final String LABEL = "dev.ostler.test.ssh=" + UUID.randomUUID();

  private final ContainerEngine local = ContainerEngine.open();
  private final String image = local.importFile("/bin/busybox");

  @AfterEach
  void close() {
    local.close();
  }

  @Test
  void containerLivesItsWholeLifeOverTheSocket() throws Exception {
    try (SshServer server = SshServer.start(Map.of("MaxSessions", "1"))) {
      assertWholeLife(server);
    }
  }

  @Test
  void containerLivesItsWholeLifeOverTheProgram() throws Exception {
    try (SshServer server = SshServer.start(Map.of("AllowStreamLocalForwarding", "no"))) {
      assertWholeLife(server);
    }
  }

  private void assertWholeLife(SshServer server) throws EngineException {
    try (Engine engine = Engine.over(new SshDialer(settings(server)))) {
      ContainerSpec spec =
          ContainerSpec.of(image)
              .withCommand("/bin/busybox", "sleep", "1000")
              .withLabels(labels())
              .withNetworking(Networking.NONE);
      String id = engine.containers().create("ssh-" + UUID.randomUUID(), spec).id();

      assertThat(engine.containers().start(id)).isTrue();
      assertThat(ids(engine, ContainerQuery.RUNNING)).containsExactly(id);
      assertThat(engine.containers().stop(id, Optional.of(Duration.ZERO))).isTrue();
      assertThat(engine.containers().inspect(id).status().state()).isEqualTo(ContainerState.EXITED);
      engine.containers().remove(id, Containers.Removal.WHOLE);
      assertThat(ids(engine, ContainerQuery.ALL)).isEmpty();
    }
    assertThat(server.logins()).isEqualTo(1);
  }

  @Test
  void fiftyCallsAtOnceNeedOneLogin() throws Exception {
    try (SshServer server = SshServer.start(Map.of());
        Engine engine = Engine.over(new SshDialer(settings(server)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        work.add(() -> !engine.version().toString().isEmpty());
      }

      List<Future<Boolean>> done = threads.invokeAll(work);

      assertThat(done).allSatisfy(call -> assertThat(call.get()).isTrue());
      assertThat(server.logins()).isEqualTo(1);
    }
  }

  private static SshSettings settings(SshServer server) {
    return SshHost.settings(server, ContainerEngine.socket());
  }

  private static Map<String, String> labels() {
    String[] parts = LABEL.split("=", 2);
    return Map.of(parts[0], parts[1]);
  }

  private static List<String> ids(Engine engine, ContainerQuery query) throws EngineException {
    return engine.containers().list(query.withLabel(LABEL)).stream()
        .map(ContainerSummary::id)
        .toList();
  }
}
