package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.SshSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several say of one host, put together. */
class HostAddressTest {
  private static final HostAddress DIRECT = new HostAddress.Direct("tcp://10.0.0.1:2375");

  private final SshSettings instance = SshSettings.of("web1").withUser("anna");
  private final SshSettings group =
      SshSettings.of("group").withUser("deploy").withPort(2222).withSocket("/run/podman.sock");
  private final SshSettings defaults =
      SshSettings.of("any").withUser("root").withPort(22).withIdentity(Path.of("/key"));

  @Test
  void nearestSettingWinsFieldByField() {
    HostAddress merged =
        HostAddress.merged(
            List.of(
                new HostAddress.Ssh(instance),
                new HostAddress.Ssh(group),
                new HostAddress.Ssh(defaults)));

    SshSettings settings = ((HostAddress.Ssh) merged).settings();
    assertThat(settings.host()).isEqualTo("web1");
    assertThat(settings.options())
        .isEqualTo(Map.of("User", "anna", "Port", "2222", "IdentityFile", "/key"));
    assertThat(settings.access().socket()).isEqualTo("/run/podman.sock");
  }

  @Test
  void whoNeedsNoSshIsRight() {
    assertThat(HostAddress.merged(List.of(DIRECT, new HostAddress.Ssh(defaults))))
        .isEqualTo(DIRECT);
  }

  @Test
  void hostOfWhichNobodySaysAnythingIsThisMachine() {
    assertThat(HostAddress.merged(List.of()))
        .isEqualTo(new HostAddress.Direct("unix:///var/run/docker.sock"));
  }

  @Test
  void settingsOfAllCountWhereAHostHasNone() {
    assertThat(HostAddress.merged(List.of(new HostAddress.Ssh(defaults))))
        .isEqualTo(new HostAddress.Ssh(defaults));
  }
}
