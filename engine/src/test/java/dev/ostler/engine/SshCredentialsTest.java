package dev.ostler.engine;

import static dev.ostler.engine.SshHost.WITHIN;
import static dev.ostler.engine.SshHost.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshAgent;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Needs({RealPart.SSHD, RealPart.ROOT})
class SshCredentialsTest {
  private final SshHost host = new SshHost(Map.of("PasswordAuthentication", "yes"));
  private final int port = host.server.port();

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void wrongKeyIsRefusedWithWhatWasOffered() {
    Path key = host.server.folder().resolve("stranger");
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());

    EngineException e = refusal(withoutKey().withIdentity(key));

    assertThat(e)
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: it does not let root in: it wants publickey or password and was offered the keys %s and no password",
            port, key);
    assertThat(kind(e)).isEqualTo(SshLoginException.Kind.CREDENTIALS);
  }

  @Test
  void withoutAnyKeyTheMessageSaysSo() {
    assertThat(refusal(withoutKey()))
        .hasMessage(
            "cannot reach the engine on ssh://root@127.0.0.1:%d: it does not let root in: it wants publickey or password and was offered no key and no password",
            port);
  }

  @Test
  void keyFileThatIsNotThereIsNamed() {
    Path gone = host.server.folder().resolve("gone");

    assertThat(refusal(withoutKey().withIdentity(gone)))
        .hasMessageEndingWith("was offered no key (%s is not there) and no password", gone);
  }

  @Test
  void keyThatLiesInNoFileLetsIn() throws Exception {
    char[] key = Files.readString(host.server.identity()).toCharArray();

    assertThat(answer(withoutKey().withSecrets(new Given(key)))).contains("200 OK");
    assertThat(refusal(withoutKey().withSecrets(new Given("none".toCharArray()))))
        .hasMessageEndingWith(
            "no key (the given key is no private key that can be read) and the password, if there is"
                + " one");
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Given(char[] secret) implements SshSecrets {
    @Override
    public Optional<char[]> password(String login) {
      return Optional.empty();
    }

    @Override
    public Optional<char[]> key() {
      return Optional.of(secret.clone());
    }

    @Override
    public Optional<char[]> passphrase(Path identity) {
      return Optional.empty();
    }
  }

  @Test
  void passwordLetsIn() throws Exception {
    Secrets secrets = new Secrets("s3cret, not easy");
    SshSettings settings = ofUser(secrets, "s3cret, not easy");

    assertThat(answer(settings)).contains("no connection");
    assertThat(secrets.questions).hasSize(1);
  }

  @Test
  void passwordAnswersTheQuestionOfAKeyboardInteractiveLogin() throws Exception {
    Map<String, String> sshd = Map.of("UsePAM", "yes", "KbdInteractiveAuthentication", "yes");
    try (SshHost asking = new SshHost(sshd)) {
      String user = asking.server.newUser("s3cret");
      SshSettings settings =
          asking
              .bare(asking.server.port())
              .withKnownHosts(asking.server.knownHosts())
              .withUser(user);

      assertThat(answer(settings.withSecrets(new Secrets("s3cret")))).contains("no connection");
      assertThat(kind(refusal(settings.withSecrets(new Secrets("wrong")))))
          .isEqualTo(SshLoginException.Kind.CREDENTIALS);
      assertThat(asking.server.log()).contains("Accepted keyboard-interactive/pam for " + user);
    }
  }

  @Test
  void wrongPasswordIsTriedOnce() {
    Secrets secrets = new Secrets("wrong");
    SshSettings settings = ofUser(secrets, "right");

    EngineException e = refusal(settings);

    assertThat(kind(e)).isEqualTo(SshLoginException.Kind.CREDENTIALS);
    assertThat(e).hasMessageEndingWith("was offered no key and the password, if there is one");
    assertThat(host.server.log().lines().filter(line -> line.startsWith("Failed password")))
        .hasSize(1);
  }

  @Test
  void encryptedKeyIsOpenedWithItsPassphrase() throws Exception {
    Path key = host.server.newIdentity("locked", "-t", "ed25519", "-N", "open sesame");
    Secrets secrets = new Secrets("open sesame");

    assertThat(answer(withoutKey().withIdentity(key).withSecrets(secrets))).contains("200 OK");
    assertThat(secrets.questions).containsExactly(key.toString());
  }

  @Test
  void passphraseIsNotAskedOfAKeyThatTheHostDoesNotTake() throws Exception {
    Path stranger = host.server.folder().resolve("stranger");
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "abcde", "-f", stranger.toString());
    Secrets secrets = new Secrets("abcde");
    Path configuration =
        host.configuration("IdentityFile " + stranger + "\nIdentityFile " + host.server.identity());

    SshSettings settings = withoutKey().withConfiguration(configuration).withSecrets(secrets);

    assertThat(answer(settings)).contains("200 OK");
    assertThat(secrets.questions).isEmpty();
  }

  @Test
  void wrongPassphraseAndMissingOneAreTold() {
    Path key = host.server.newIdentity("locked", "-t", "ed25519", "-N", "open sesame");
    SshSettings settings = withoutKey().withIdentity(key);

    assertThat(refusal(settings))
        .hasMessageEndingWith(
            "was offered the keys %s, which needs a passphrase and no password", key);
    assertThat(refusal(settings.withSecrets(new Secrets("wrong"))))
        .hasMessageContaining("was offered the keys %s, whose passphrase is wrong", key);
  }

  @Test
  void keysOfOtherKindsLetIn() throws Exception {
    Path ecdsa = host.server.newIdentity("ecdsa", "-t", "ecdsa", "-N", "");
    Path rsa = host.server.newIdentity("rsa", "-t", "rsa", "-b", "2048", "-N", "");
    Path pem =
        host.server.newIdentity("pem", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "pass phrase");

    assertThat(answer(withoutKey().withIdentity(ecdsa))).contains("200 OK");
    assertThat(answer(withoutKey().withIdentity(rsa))).contains("200 OK");
    assertThat(answer(withoutKey().withIdentity(pem).withSecrets(new Secrets("pass phrase"))))
        .contains("200 OK");
  }

  @Test
  void agentSignsForAKeyOfWhichOnlyItHasThePrivateHalf() throws Exception {
    try (SshAgent agent = SshAgent.start()) {
      agent.add(host.server.identity());
      SshSettings settings =
          withoutKey()
              .with("IdentityAgent", agent.socket().toString())
              .with("IdentitiesOnly", "no");

      assertThat(answer(settings)).contains("200 OK");
    }
  }

  @Test
  void namedKeyIsOfferedBeforeTheManyOfAnAgent() throws Exception {
    try (SshAgent agent = SshAgent.start()) {
      for (int i = 0; i < 8; i++) {
        Path other = host.server.folder().resolve("other" + i);
        Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
        agent.add(other);
      }
      SshSettings settings =
          host.settings()
              .with("IdentityAgent", agent.socket().toString())
              .with("IdentitiesOnly", "no");

      assertThat(answer(settings)).contains("200 OK");
      EngineException e =
          refusal(settings.with("IdentityFile", "none").withConfiguration(host.configuration("")));
      assertThat(kind(e)).isEqualTo(SshLoginException.Kind.CREDENTIALS);
      assertThat(e).hasMessageEndingWith("name the right key and set IdentitiesOnly");
    }
  }

  @Test
  void agentThatIsGoneDoesNotStandInTheWayOfAKey() throws Exception {
    Path gone = host.server.folder().resolve("gone");

    assertThat(answer(host.settings().with("IdentityAgent", gone.toString()))).contains("200 OK");
    assertThat(refusal(withoutKey().with("IdentityAgent", gone.toString())))
        .hasMessageEndingWith("was offered no key (no agent answers at %s) and no password", gone);
  }

  private SshSettings withoutKey() {
    return host.bare(port).withKnownHosts(host.server.knownHosts());
  }

  private SshSettings ofUser(SshSecrets secrets, String password) {
    return withoutKey().withUser(host.server.newUser(password)).withSecrets(secrets);
  }

  /** Another user than root may not open the socket, and yet has been let in then. */
  private static String answer(SshSettings settings) throws IOException {
    try (SshDialer dialer = new SshDialer(settings);
        Duplex stream = dialer.dial(WITHIN)) {
      return ask(stream, "PING");
    } catch (EngineException e) {
      return String.valueOf(e.getMessage());
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

  /** One answer to every question, each remembered. */
  private static final class Secrets implements SshSecrets {
    private final String answer;
    private final List<String> questions = new ArrayList<>();

    private Secrets(String answer) {
      this.answer = answer;
    }

    @Override
    public Optional<char[]> password(String login) {
      questions.add(login);
      return Optional.of(answer.toCharArray());
    }

    @Override
    public Optional<char[]> passphrase(Path identity) {
      questions.add(identity.toString());
      return Optional.of(answer.toCharArray());
    }
  }
}
