package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Needs({RealPart.SSHD, RealPart.ROOT})
class SshHostKeyTest {
  private final SshHost host = new SshHost(Map.of());
  private final int port = host.server.port();

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void unknownHostIsRefusedWithItsFingerprintAndTheCommandThatAddsIt() throws Exception {
    Path none = host.server.folder().resolve("nobody");

    EngineException e = refusal(host.settings().withKnownHosts(none));

    assertThat(e)
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: its host key ssh-ed25519 %s is not known; if that is its fingerprint, add it with `ssh-keyscan -p %d 127.0.0.1 >> %s`",
            port, host.server.fingerprint(), port, none);
    assertThat(kind(e)).isEqualTo(SshLoginException.Kind.UNKNOWN_HOST_KEY);
    assertThat(none).doesNotExist();
  }

  @Test
  void commandOfTheMessageLetsTheHostIn() throws Exception {
    SshSettings settings = host.settings().withKnownHosts(host.server.folder().resolve("nobody"));
    String message = String.valueOf(refusal(settings).getMessage());

    Tool.run("sh", "-c", message.substring(message.indexOf('`') + 1, message.lastIndexOf('`')));

    assertThat(answer(settings)).contains("200 OK");
  }

  @Test
  void changedKeyIsRefusedWithBothFingerprintsAndTheCommandsThatReplaceIt() throws Exception {
    SshSettings settings = host.settings();
    Path file = host.server.knownHosts();
    String before = host.server.fingerprint();
    host.server.changeHostKey();

    EngineException e = refusal(settings.withKnownHosts(file));

    assertThat(e)
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: its host key is ssh-ed25519 %s, but %s:1 has ssh-ed25519 %s: it was set up anew, or somebody listens in; if the change is meant, run `ssh-keygen -R '[127.0.0.1]:%d' -f %s` and `ssh-keyscan -p %d 127.0.0.1 >> %s`",
            port, host.server.fingerprint(), file, before, port, file, port, file);
    assertThat(kind(e)).isEqualTo(SshLoginException.Kind.CHANGED_HOST_KEY);
  }

  @Test
  void newHostIsAddedIfThatIsAllowedAndAChangedOneStillRefused() throws Exception {
    Path file = host.server.folder().resolve("new/known_hosts");
    SshSettings settings =
        host.settings().withKnownHosts(file).withHostKeys(SshSettings.HostKeys.ACCEPT_NEW);

    assertThat(answer(settings)).contains("200 OK");
    assertThat(file).hasContent("[127.0.0.1]:" + port + " " + host.server.hostKey());
    assertThat(answer(settings.withHostKeys(SshSettings.HostKeys.KNOWN))).contains("200 OK");
    host.server.changeHostKey();
    assertThat(kind(refusal(settings))).isEqualTo(SshLoginException.Kind.CHANGED_HOST_KEY);
  }

  @Test
  void newHostIsAddedUnderAHashedNameIfTheConfigurationHidesNames() throws Exception {
    Path file = Files.writeString(host.server.folder().resolve("unfinished"), "# no line feed");
    SshSettings settings =
        host.settings()
            .withKnownHosts(file)
            .with("HashKnownHosts", "yes")
            .withHostKeys(SshSettings.HostKeys.ACCEPT_NEW);

    assertThat(answer(settings)).contains("200 OK");

    assertThat(Files.readAllLines(file).get(1)).startsWith("|1|");
    assertThat(Tool.run("ssh-keygen", "-F", "[127.0.0.1]:" + port, "-f", file.toString()))
        .contains(host.server.hostKey());
    assertThat(answer(settings.withHostKeys(SshSettings.HostKeys.KNOWN))).contains("200 OK");
  }

  @Test
  void changedKeyIsRefusedAlsoWhereTheConfigurationHasSwitchedTheCheckOff() throws Exception {
    SshSettings settings = host.settings().with("StrictHostKeyChecking", "no");
    host.server.changeHostKey();

    assertThat(kind(refusal(settings))).isEqualTo(SshLoginException.Kind.CHANGED_HOST_KEY);
  }

  @Test
  void nameThatSshKeygenHasHashedIsKnown() throws Exception {
    Path file = host.server.knownHosts();
    Tool.run("ssh-keygen", "-q", "-H", "-f", file.toString());

    assertThat(Files.readString(file)).startsWith("|1|");
    assertThat(answer(host.settings().withKnownHosts(file))).contains("200 OK");
  }

  @Test
  void revokedKeyIsRefusedAlthoughItIsKnown() throws Exception {
    Path file = host.server.knownHosts();
    Files.writeString(file, Files.readString(file) + "@revoked * " + host.server.hostKey() + "\n");

    EngineException e = refusal(host.settings().withKnownHosts(file));

    assertThat(e)
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: its host key ssh-ed25519 %s is marked @revoked in %s:2; give the host another key",
            port, host.server.fingerprint(), file);
    assertThat(kind(e)).isEqualTo(SshLoginException.Kind.REVOKED_HOST_KEY);
  }

  @Test
  void authorityAloneIsRefusedInClearWords() throws Exception {
    Path file = host.server.knownHosts("@cert-authority *");

    assertThat(refusal(host.settings().withKnownHosts(file)))
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: only an authority for its host key is known (@cert-authority in %s:1), which is not supported; add the key itself with `ssh-keyscan -p %d 127.0.0.1 >> %s`",
            port, file, port, file);
  }

  @Test
  void aliasIsWhatTheHostIsKnownBy() throws Exception {
    SshSettings settings =
        host.settings().withKnownHosts(host.server.knownHosts("web1")).with("HostKeyAlias", "web1");

    assertThat(answer(settings)).contains("200 OK");
  }

  @Test
  void fileOfKnownHostsThatIsSetWinsOverThatOfTheConfiguration() throws Exception {
    Path trap = host.configuration("Host *\n  UserKnownHostsFile " + host.server.knownHosts());
    Path none = host.server.folder().resolve("nobody");

    SshSettings settings = host.settings().withConfiguration(trap).withKnownHosts(none);

    assertThat(kind(refusal(settings))).isEqualTo(SshLoginException.Kind.UNKNOWN_HOST_KEY);
  }

  @Test
  void refusalIsRepeatedWithoutAskingTheHostAgain() {
    SshSettings settings = host.settings().withKnownHosts(host.server.folder().resolve("nobody"));
    try (SshDialer dialer = new SshDialer(settings)) {
      assertThatThrownBy(() -> dialer.dial(WITHIN)).isInstanceOf(EngineException.class);
      String log = host.server.log();

      assertThatThrownBy(() -> dialer.dial(WITHIN)).hasMessageContaining("is not known");
      assertThat(connections(host.server.log())).isEqualTo(connections(log));
    }
  }

  private static long connections(String log) {
    return log.lines().filter(line -> line.startsWith("Connection from")).count();
  }

  private static String answer(SshSettings settings) throws IOException {
    try (SshDialer dialer = new SshDialer(settings);
        Duplex stream = dialer.dial(WITHIN)) {
      return ask(stream, "PING");
    }
  }

  private static EngineException refusal(SshSettings settings) {
    try (SshDialer dialer = new SshDialer(settings)) {
      return catchThrowableOfType(EngineException.class, () -> dialer.dial(WITHIN));
    }
  }

  private static SshLoginException.Kind kind(EngineException e) {
    return ((SshLoginException) Objects.requireNonNull(e.getCause())).kind();
  }
}
