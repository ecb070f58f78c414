package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.SshKnownHosts.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshKnownHostsTest {
  private static final String A = base64("key a");
  private static final String B = base64("key b");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web1 | web1 | true",
        "WEB1 | web1 | true",
        "web2 | web1 | false",
        "web1,web2 | web2 | true",
        "*.example.com | a.example.com | true",
        "*.example.com | example.com | false",
        "web? | web1 | true",
        "web? | web12 | false",
        "*a*b*c | xxaxxbxxc | true",
        "*,!web1 | web1 | false",
        "*,!web1 | web2 | true",
        "!web1 | web2 | false",
        "[web1]:2222 | [web1]:2222 | true",
        "[*]:2222 | [web1]:2222 | true",
        "web1 | [web1]:2222 | true",
        "[web1]:2222 | web1 | false",
        "[web1]:2222 | [web1]:2223 | false",
      })
  void namesAreMatchedAsPatterns(String names, String name, boolean known) {
    Verdict verdict = of(names + " ssh-ed25519 " + A).judge(name, bytes("key a"));

    assertThat(verdict instanceof Verdict.Known).isEqualTo(known);
  }

  @Test
  void hashedNameMatchesNoOther() {
    SshKnownHosts known =
        of(SshKnownHosts.hashed(new byte[] {1, 2, 3}, "web1") + " ssh-ed25519 " + A);

    assertThat(known.judge("web1", bytes("key a"))).isInstanceOf(Verdict.Known.class);
    assertThat(known.judge("web2", bytes("key a"))).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void otherKeyOfAKnownHostIsAChangeWhateverItsType() {
    SshKnownHosts known = of("web1 ssh-ed25519 " + A);

    Verdict verdict = known.judge("web1", bytes("key b"));

    assertThat(verdict).isEqualTo(new Verdict.Changed(known.lines().getFirst()));
  }

  @Test
  void keyOfTheHostAtAnotherPortDoesNotMakeThisPortsKeyAChange() {
    assertThat(of("web1 ssh-ed25519 " + A).judge("[web1]:2222", bytes("key b")))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void anyOfSeveralKeysWillDo() {
    SshKnownHosts known = of("web1 ssh-ed25519 " + A, "web1 ssh-rsa " + B);

    assertThat(known.judge("web1", bytes("key b"))).isInstanceOf(Verdict.Known.class);
  }

  @Test
  void revocationWinsAlsoWhenItComesLast() {
    SshKnownHosts known = of("web1 ssh-ed25519 " + A, "@revoked * ssh-ed25519 " + A);

    assertThat(known.judge("web1", bytes("key a"))).isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void revocationWinsAtAPortOfItsOwn() {
    SshKnownHosts known = of("[web1]:2222 ssh-ed25519 " + A, "@revoked web1 ssh-ed25519 " + A);

    assertThat(known.judge("[web1]:2222", bytes("key a"))).isInstanceOf(Verdict.Revoked.class);
  }

  @Test
  void keyOfAnAuthorityIsNotTheHosts() {
    SshKnownHosts known = of("@cert-authority * ssh-ed25519 " + A);

    assertThat(known.judge("web1", bytes("key a"))).isInstanceOf(Verdict.Certified.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''",
        "# web1 ssh-ed25519 a2V5IGE=",
        "web1",
        "web1 ssh-ed25519",
        "web1 ssh-ed25519 ???",
        "@unheard-of web1 ssh-ed25519 a2V5IGE=",
        "|1|a web1 x",
        "|1|??|?? ssh-ed25519 a2V5IGE="
      })
  void lineThatIsNoEntrySaysNothing(String line) {
    assertThat(of(line).judge("web1", bytes("key a"))).isInstanceOf(Verdict.Unknown.class);
  }

  private static SshKnownHosts of(String... lines) {
    List<SshKnownHosts.Line> parsed = new ArrayList<>();
    for (String line : lines) {
      SshKnownHosts.parse("file:" + (parsed.size() + 1), line).ifPresent(parsed::add);
    }
    return new SshKnownHosts(parsed);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }
}
