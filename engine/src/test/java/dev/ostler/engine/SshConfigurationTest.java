package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration of a user leads to, asked of OpenSSH and read without it. */
@Needs(RealPart.SSHD)
class SshConfigurationTest {
  private static final String WEB =
      """
      Host web
        HostName 10.0.0.7
        User deploy
        Port 2222
        IdentityFile ~/keys/%h
        IdentitiesOnly yes
        HostKeyAlias web-key
        UserKnownHostsFile ~/known ~/known2
        GlobalKnownHostsFile none
        IdentityAgent ~/agent
        ConnectTimeout 7
        ServerAliveInterval 3
        ServerAliveCountMax 4
        StrictHostKeyChecking accept-new
        HashKnownHosts yes
      """;

  @TempDir Path folder;

  private final Path home = Path.of(System.getProperty("user.home"));
  private final SshPaths paths = new SshPaths(home, "me", Optional.of(Path.of("/run/agent")));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everySettingOfTheHostIsFollowed(boolean openSsh) throws Exception {
    List<SshHop> route = route(openSsh, SshSettings.of("web"), WEB);

    assertThat(route)
        .containsExactly(
            new SshHop(
                "web",
                new SshHop.Place("10.0.0.7", 2222, "deploy"),
                new SshHop.Keys(
                    List.of(home.resolve("keys/10.0.0.7")),
                    true,
                    Optional.of(home.resolve("agent")),
                    SshSecrets.NONE),
                new SshHop.Trust(
                    Optional.of("web-key"),
                    List.of(home.resolve("known"), home.resolve("known2")),
                    true,
                    true),
                new SshHop.Patience(Duration.ofSeconds(7), Duration.ofSeconds(3), 4)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsSetWinsOverTheConfiguration(boolean openSsh) throws Exception {
    SshSettings settings =
        SshSettings.of("web")
            .withUser("root")
            .withPort(22)
            .withIdentity(Path.of("/a key"))
            .withKnownHosts(Path.of("/known hosts"))
            .withHostKeys(SshSettings.HostKeys.KNOWN);

    SshHop hop = route(openSsh, settings, WEB).getFirst();

    assertThat(hop.place()).isEqualTo(new SshHop.Place("10.0.0.7", 22, "root"));
    assertThat(hop.keys().identities())
        .containsExactly(Path.of("/a key"), home.resolve("keys/10.0.0.7"));
    assertThat(hop.trust().files()).containsExactly(Path.of("/known hosts"));
    assertThat(hop.trust().acceptNew()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hostNameMayBeBuiltOfTheName(boolean openSsh) throws Exception {
    String text = "Host web\n  HostName %h.example.com\n";

    assertThat(route(openSsh, SshSettings.of("web"), text).getFirst().place().host())
        .isEqualTo("web.example.com");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutAConfigurationThereAreTheUsualFilesAndTheAgent(boolean openSsh) throws Exception {
    SshHop hop = route(openSsh, SshSettings.of("10.0.0.8").withUser("me"), "").getFirst();

    assertThat(hop.place()).isEqualTo(new SshHop.Place("10.0.0.8", 22, "me"));
    assertThat(hop.keys().identities())
        .contains(home.resolve(".ssh/id_ed25519"), home.resolve(".ssh/id_rsa"));
    assertThat(hop.keys().agent()).contains(Path.of("/run/agent"));
    assertThat(hop.trust().files()).contains(home.resolve(".ssh/known_hosts"));
    assertThat(hop.trust().acceptNew()).isFalse();
    assertThat(hop.patience())
        .isEqualTo(new SshHop.Patience(Duration.ofSeconds(30), Duration.ofSeconds(10), 3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chainOfJumpsIsResolvedHostByHost(boolean openSsh) throws Exception {
    String text =
        """
        Host inner
          ProxyJump joe@a:2201,[::1]:2202
        Host a
          HostName 10.0.0.1
          ProxyJump outer
        Host outer
          HostName 10.0.0.9
        Host *
          User deploy
        """;

    List<SshHop> route = route(openSsh, SshSettings.of("inner"), text);

    assertThat(route.stream().map(SshHop::place))
        .containsExactly(
            new SshHop.Place("10.0.0.9", 22, "deploy"),
            new SshHop.Place("10.0.0.1", 2201, "joe"),
            new SshHop.Place("::1", 2202, "deploy"),
            new SshHop.Place("inner", 22, "deploy"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void jumpHostThatLeadsThroughItselfIsRefused(boolean openSsh) {
    String text = "Host *\n  ProxyJump bastion\n";

    assertThatThrownBy(() -> route(openSsh, SshSettings.of("web"), text))
        .isInstanceOf(SshLoginException.class)
        .hasMessageStartingWith("the SSH configuration of bastion ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void circleOfJumpsIsRefused(boolean openSsh) {
    String text = "Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n";

    assertThatThrownBy(() -> route(openSsh, SshSettings.of("a"), text))
        .isInstanceOf(SshLoginException.class)
        .hasMessageMatching("the SSH configuration of [ab] leads through more than 8 hosts");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void proxyCommandIsRefused(boolean openSsh) {
    String text = "Host web\n  ProxyCommand nc %h %p\n";

    assertThatThrownBy(() -> route(openSsh, SshSettings.of("web"), text))
        .isInstanceOf(SshLoginException.class)
        .hasMessage(
            "the SSH configuration of web has ProxyCommand 'nc %h %p', which is not supported; use ProxyJump");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Match user root", "  include ~/other", "Include=x"})
  void whatOnlyOpenSshUnderstandsIsRefusedWithoutIt(String line) {
    assertThatThrownBy(() -> route(false, SshSettings.of("web"), "Host web\n" + line + "\n"))
        .isInstanceOf(SshLoginException.class)
        .hasMessage(
            "%s:2 has %s, which only OpenSSH understands, and it is not installed; install it, or name another configuration",
            folder.resolve("config"), line.strip());
  }

  @Test
  void matchAndIncludeAreFollowedByOpenSsh() throws Exception {
    Files.writeString(folder.resolve("more"), "Host web\n  Port 2345\n");
    String text = "Include " + folder.resolve("more") + "\nMatch host web\n  User matched\n";

    SshHop hop = route(true, SshSettings.of("web"), text).getFirst();

    assertThat(hop.place()).isEqualTo(new SshHop.Place("web", 2345, "matched"));
  }

  @Test
  void mistakeInTheConfigurationIsToldAsOpenSshTellsIt() {
    assertThatThrownBy(() -> route(true, SshSettings.of("web"), "Host web\n  Prot 22\n"))
        .isInstanceOf(SshLoginException.class)
        .hasMessageStartingWith("the SSH configuration of web cannot be read: ")
        .hasMessageContaining("line 2: Bad configuration option: prot");
  }

  @Test
  void configurationThatIsNamedAndNotThereIsAnErrorAlsoWithoutOpenSsh() {
    SshSettings settings = SshSettings.of("web").withConfiguration(folder.resolve("none"));

    assertThatThrownBy(() -> configuration(false).route(settings))
        .hasMessage("the SSH configuration " + folder.resolve("none") + " cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-oProxyCommand=x", " web", "me@web"})
  void hostThatCouldBeAnOptionIsRefused(String host) {
    assertThatThrownBy(() -> SshSettings.of(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an SSH host must be a name or address, got '" + host + "'");
  }

  @Test
  void addressIsReadWithUserPortAndSocket() {
    SshSettings settings = SshSettings.parse("ssh://deploy@web1:2222/run/podman/podman.sock");

    assertThat(settings)
        .isEqualTo(
            SshSettings.of("web1")
                .withUser("deploy")
                .withPort(2222)
                .withSocket("/run/podman/podman.sock"));
    assertThat(settings.address()).isEqualTo("ssh://deploy@web1:2222");
    assertThat(SshSettings.parse("ssh://[fe80::1]").address()).isEqualTo("ssh://[fe80::1]");
    assertThatThrownBy(() -> SshSettings.parse("tcp://web1"))
        .hasMessage("not an address such as ssh://user@host:22: 'tcp://web1'");
  }

  private List<SshHop> route(boolean openSsh, SshSettings settings, String text)
      throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);
    return configuration(openSsh).route(settings.withConfiguration(file));
  }

  private SshConfiguration configuration(boolean openSsh) {
    Optional<Path> ssh = openSsh ? Optional.of(Path.of("/usr/bin/ssh")) : Optional.empty();
    return new SshConfiguration(new SshResolver(ssh, paths), paths);
  }
}
