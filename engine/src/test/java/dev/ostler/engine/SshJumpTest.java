package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Needs({RealPart.SSHD, RealPart.ROOT})
class SshJumpTest {
  private final SshHost host = new SshHost(Map.of());
  private final SshServer bastion = SshServer.start(Map.of());

  @AfterEach
  void close() {
    bastion.close();
    host.close();
  }

  @Test
  void hostIsReachedThroughTheOneThatTheConfigurationNames() throws Exception {
    try (SshDialer dialer = new SshDialer(configured(bastion.knownHosts()));
        Duplex first = dialer.dial(WITHIN);
        Duplex second = dialer.dial(WITHIN)) {
      assertThat(ask(first, "PING")).contains("200 OK");
      assertThat(ask(second, "PING")).contains("200 OK");
    }

    assertThat(host.server.logins()).isEqualTo(1);
    assertThat(bastion.logins()).isEqualTo(1);
    Eventually.await("both logins end", () -> bastion.isIdle() && host.server.isIdle());
  }

  @Test
  void hostIsReachedThroughSettingsOfTheirOwn() throws Exception {
    SshSettings through =
        host.bare(bastion.port())
            .withIdentity(bastion.identity())
            .withKnownHosts(bastion.knownHosts());

    try (SshDialer dialer = new SshDialer(host.settings().withJumps(List.of(through)));
        Duplex stream = dialer.dial(WITHIN)) {
      assertThat(ask(stream, "PING")).contains("200 OK");
    }

    assertThat(bastion.logins()).isEqualTo(1);
  }

  @Test
  void secretsOfTheJumpHostAreItsOwn() throws Exception {
    Path locked = bastion.newIdentity("locked", "-t", "ed25519", "-N", "open sesame");
    SshSecrets secrets =
        new SshSecrets() {
          @Override
          public Optional<char[]> password(String login) {
            return Optional.empty();
          }

          @Override
          public Optional<char[]> passphrase(Path identity) {
            return Optional.of("open sesame".toCharArray());
          }
        };
    SshSettings through =
        host.bare(bastion.port())
            .withIdentity(locked)
            .withSecrets(secrets)
            .withKnownHosts(bastion.knownHosts());

    try (SshDialer dialer = new SshDialer(host.settings().withJumps(List.of(through)));
        Duplex stream = dialer.dial(WITHIN)) {
      assertThat(ask(stream, "PING")).contains("200 OK");
    }
  }

  @Test
  void manyBytesComeThroughUnharmed() throws Exception {
    try (SshDialer dialer = new SshDialer(configured(bastion.knownHosts()));
        Duplex stream = dialer.dial(WITHIN)) {
      assertThat(SshTraffic.download(stream, 20_000_000)).isEqualTo(20_000_000);
    }
  }

  @Test
  void keyOfTheJumpHostIsCheckedToo() {
    Path none = host.server.folder().resolve("nobody");

    EngineException e = refusal(configured(none));

    assertThat(e)
        .hasMessage(
            "cannot reach the engine on ssh://far: at the jump host near: its host key ssh-ed25519 %s is not known; if that is its fingerprint, add it with `ssh-keyscan -p %d 127.0.0.1 >> %s`",
            bastion.fingerprint(), bastion.port(), none);
  }

  @Test
  void keyOfTheHostIsCheckedBehindTheJumpHost() {
    SshSettings settings = configured(bastion.knownHosts());
    host.server.changeHostKey();

    EngineException e = refusal(settings);

    assertThat(((SshLoginException) Objects.requireNonNull(e.getCause())).kind())
        .isEqualTo(SshLoginException.Kind.CHANGED_HOST_KEY);
    assertThat(e).hasMessageContaining("`ssh near ssh-keyscan -p " + host.server.port());
    Eventually.await("the login at the jump host ends", bastion::isIdle);
  }

  @Test
  void jumpHostThatDoesNotForwardIsTold() {
    try (SshServer closed = SshServer.start(Map.of("AllowTcpForwarding", "no"))) {
      SshSettings through =
          host.bare(closed.port())
              .withIdentity(closed.identity())
              .withKnownHosts(closed.knownHosts());

      assertThat(refusal(host.settings().withJumps(List.of(through))))
          .hasMessage(
              "cannot reach the engine on ssh://root@127.0.0.1:%d: the jump host 127.0.0.1 cannot connect to 127.0.0.1:%d, or its sshd does not allow it (AllowTcpForwarding)",
              host.server.port(), host.server.port());
    }
  }

  @Test
  void endOfTheJumpHostEndsTheStreams() throws Exception {
    try (SshDialer dialer = new SshDialer(configured(bastion.knownHosts()));
        Duplex stream = dialer.dial(WITHIN)) {
      stream.output().write("SILENT\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      bastion.dropLogins();

      assertThat(catchThrowableOfType(IOException.class, () -> stream.input().read()))
          .hasMessageStartingWith("the SSH connection to far broke: ");
      try (Duplex next = dialer.dial(WITHIN)) {
        assertThat(ask(next, "PING")).contains("200 OK");
      }
    }
  }

  private SshSettings configured(Path knownHostsOfTheBastion) {
    Path configuration =
        host.configuration(
            """
            Host near
              HostName 127.0.0.1
              Port %d
              IdentityFile %s
              UserKnownHostsFile %s
            Host far
              HostName 127.0.0.1
              Port %d
              IdentityFile %s
              UserKnownHostsFile %s
              ProxyJump near
            Host *
              User root
              IdentitiesOnly yes
              IdentityAgent none
              GlobalKnownHostsFile none
            """
                .formatted(
                    bastion.port(),
                    bastion.identity(),
                    knownHostsOfTheBastion,
                    host.server.port(),
                    host.server.identity(),
                    host.server.knownHosts()));
    return SshSettings.of("far")
        .withConfiguration(configuration)
        .withSocket(host.socket().toString());
  }

  private static EngineException refusal(SshSettings settings) {
    try (SshDialer dialer = new SshDialer(settings)) {
      return catchThrowableOfType(EngineException.class, () -> dialer.dial(WITHIN));
    }
  }
}
