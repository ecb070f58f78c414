package dev.ostler.engine;

import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Docker behind sshd, reached by a program, where sshd does not lead to sockets. */
@Needs({RealPart.SSHD, RealPart.ROOT, RealPart.ENGINE})
class SshProgramDockerTest extends EngineContract {
  @SuppressWarnings("NullAway.Init") // by JUnit
  private static SshServer server;

  @BeforeAll
  static void startServer() {
    server = SshServer.start(Map.of("AllowStreamLocalForwarding", "no"));
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
