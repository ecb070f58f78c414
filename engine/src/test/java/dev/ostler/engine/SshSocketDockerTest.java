package dev.ostler.engine;

import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Docker behind sshd, reached at its socket. */
@Needs({RealPart.SSHD, RealPart.ROOT, RealPart.ENGINE})
class SshSocketDockerTest extends EngineContract {
  @SuppressWarnings("NullAway.Init") // by JUnit
  private static SshServer server;

  @BeforeAll
  static void startServer() {
    server = SshServer.start(Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  Engine connect() {
    return Engine.over(new SshDialer(SshHost.settings(server, ContainerEngine.socket())));
  }
}
