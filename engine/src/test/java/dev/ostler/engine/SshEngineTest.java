package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshServer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine's client over SSH, beside what {@link EngineContract} says of it. */
@Needs({RealPart.SSHD, RealPart.ROOT})
@Timeout(60)
class SshEngineTest {
  @SuppressWarnings("NullAway.Init") // a field would start it for a test that is then skipped
  private SshServer server;

  @BeforeEach
  void start() {
    server = SshServer.start(Map.of());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @Needs(RealPart.ENGINE)
  void fiftyCallsAtOnceNeedOneLogin() throws Exception {
    SshSettings settings = SshHost.settings(server, ContainerEngine.socket());
    try (Engine engine = Engine.over(new SshDialer(settings));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> call = () -> engine.containers().list(ContainerQuery.ALL) != null;

      List<Future<Boolean>> done = threads.invokeAll(Collections.nCopies(50, call));

      assertThat(done).allSatisfy(one -> assertThat(one.get()).isTrue());
      assertThat(server.logins()).isEqualTo(1);
    }
  }

  @Test
  void callThatNeedsAnotherLoginThanThereIsSaysWhatToChange() {
    SshSettings settings =
        SshHost.settings(server, server.folder().resolve("none"))
            .withKnownHosts(server.folder().resolve("nobody"));
    try (Engine engine = Engine.over(new SshDialer(settings))) {
      EngineException e =
          catchThrowableOfType(
              EngineException.class, () -> engine.containers().list(ContainerQuery.ALL));

      assertThat(SshLoginException.behind(e).map(SshLoginException::kind))
          .contains(SshLoginException.Kind.UNKNOWN_HOST_KEY);
      assertThat(SshLoginException.behind(new Exception("other"))).isEmpty();
    }
  }
}
