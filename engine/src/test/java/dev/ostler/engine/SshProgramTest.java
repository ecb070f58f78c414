package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where sshd does not lead to sockets, {@code docker system dial-stdio} does. */
@Needs({RealPart.SSHD, RealPart.ROOT, RealPart.DOCKER_COMMAND})
@Timeout(120)
class SshProgramTest {
  private static final Map<String, String> NO_SOCKETS = Map.of("AllowStreamLocalForwarding", "no");

  @Test
  void streamLeadsThroughTheProgramAndItsHalvesEndAlone() throws Exception {
    try (SshHost host = new SshHost(NO_SOCKETS);
        SshDialer dialer = new SshDialer(host.settings())) {
      try (Duplex stream = dialer.dial(WITHIN)) {
        stream.output().write("ECHO\nhello".getBytes(StandardCharsets.US_ASCII));
        assertThat(stream.input().readNBytes(5)).asString().isEqualTo("hello");
        stream.finishOutput();
        assertThat(stream.input().read()).isEqualTo(-1);
      }
      try (Duplex stream = dialer.dial(WITHIN)) {
        assertThat(SshTraffic.upload(stream, 5_000_000)).isTrue();
      }
      assertThat(host.server.logins()).isEqualTo(1);
    }
  }

  @Test
  void moreStreamsThanSessionsLogInAgainAndNoneFails() throws Exception {
    Map<String, String> sshd = Map.of("AllowStreamLocalForwarding", "no", "MaxSessions", "2");
    try (SshHost host = new SshHost(sshd);
        SshDialer dialer = new SshDialer(host.settings());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> one =
          () -> {
            try (Duplex stream = dialer.dial(Duration.ofSeconds(60))) {
              return SshTraffic.upload(stream, 200_000);
            }
          };

      List<Future<Boolean>> all = threads.invokeAll(Collections.nCopies(20, one));

      assertThat(all).allSatisfy(stream -> assertThat(stream.get()).isTrue());
      assertThat(host.server.logins()).isBetween(2L, 16L);
    }
  }

  @Test
  void sessionsAreUsedAgainOneAfterTheOther() throws Exception {
    Map<String, String> sshd = Map.of("AllowStreamLocalForwarding", "no", "MaxSessions", "1");
    try (SshHost host = new SshHost(sshd);
        SshDialer dialer = new SshDialer(host.settings())) {
      for (int i = 0; i < 5; i++) {
        try (Duplex stream = dialer.dial(WITHIN)) {
          assertThat(ask(stream, "PING")).contains("200 OK");
        }
      }
      assertThat(host.server.logins()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void moreSocketStreamsThanSessionsShareOneLogin() throws Exception {
    try (SshHost host = new SshHost(Map.of("MaxSessions", "2"));
        SshDialer dialer = new SshDialer(host.settings())) {
      List<Duplex> open = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        open.add(dialer.dial(WITHIN));
      }
      for (Duplex stream : open) {
        assertThat(ask(stream, "PING")).contains("200 OK");
        stream.close();
      }
      assertThat(host.server.logins()).isEqualTo(1);
      Eventually.await("all are closed there", () -> host.engine.open() == 0);
    }
  }

  @Test
  void hostWithoutAnEngineIsTold() throws Exception {
    try (SshHost host = new SshHost(Map.of());
        SshDialer dialer = new SshDialer(host.settings().withSocket("/nowhere/docker.sock"))) {
      assertThatThrownBy(() -> dialer.dial(WITHIN))
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith(
              "cannot reach the engine on ssh://root@127.0.0.1:%d: no connection to /nowhere/docker.sock there, and `docker --host unix:///nowhere/docker.sock system dial-stdio` ended with status 1: ",
              host.server.port())
          .hasMessageEndingWith("; is the engine running, and may root use it?");
    }
  }

  @Test
  void hostWithoutDockerIsTold() throws Exception {
    try (SshHost host = new SshHost(Map.of("SetEnv", "PATH=/nowhere"));
        SshDialer dialer = new SshDialer(host.settings().withSocket("/nowhere/docker.sock"))) {
      assertThatThrownBy(() -> dialer.dial(WITHIN))
          .hasMessageMatching(
              ".*`docker --host unix:///nowhere/docker.sock system dial-stdio` ended with status 127: .*docker.*not found.*");
    }
  }

  @Test
  void hostThatRunsNoProgramsIsTold() throws Exception {
    Map<String, String> sshd = Map.of("AllowStreamLocalForwarding", "no", "MaxSessions", "0");
    try (SshHost host = new SshHost(sshd);
        SshDialer dialer = new SshDialer(host.settings())) {
      assertThatThrownBy(() -> dialer.dial(WITHIN))
          .hasMessage(
              "cannot reach the engine on ssh://root@127.0.0.1:%d: no connection to %s there, and sshd does not let us run `docker --host unix://%s system dial-stdio`",
              host.server.port(), host.socket(), host.socket());
    }
  }
}
