package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How single words and lines of engines are read and written. */
class WordsOfEnginesTest {
  @ParameterizedTest
  @CsvSource({
    "app, app, latest",
    "app:1, app, 1",
    "registry:5000/app, registry:5000/app, latest",
    "registry:5000/app:1, registry:5000/app, 1",
    "app@sha256:ab, app, sha256:ab",
    "registry:5000/app:1@sha256:ab, registry:5000/app:1, sha256:ab"
  })
  void nameOfAnImageIsSplit(String name, String repository, String tag) {
    assertThat(ImageName.parse(name)).isEqualTo(new ImageName(repository, tag));
  }

  @ParameterizedTest
  @CsvSource({
    "Up 2 hours (healthy), HEALTHY",
    "Up 2 hours (unhealthy), UNHEALTHY",
    "Up 1 second (health: starting), STARTING",
    "Up 2 hours (Paused), NONE",
    "Up 2 hours, NONE",
    "Exited (137) 2 hours ago, NONE",
    "'', NONE"
  })
  void healthIsReadFromTheTextOfAList(String text, Health health) {
    assertThat(Health.ofStatusText(text)).isEqualTo(health);
  }

  @Test
  void shortBindsAreRead() {
    assertThat(MountJson.ofBind("/a:/b")).isEqualTo(new Mount.Bind("/a", "/b", false, "", true));
    assertThat(MountJson.ofBind("/a:/b:ro,rslave"))
        .isEqualTo(new Mount.Bind("/a", "/b", true, "rslave", true));
    assertThat(MountJson.ofBind("data:/b:nocopy"))
        .isEqualTo(new Mount.Volume("data", "/b", false, true));
  }

  @ParameterizedTest
  @CsvSource({"1.41, 1.44, -1", "1.52, 1.9, 1", "2.0, 1.99, 1", "1.41, 1.41, 0"})
  void versionsAreComparedByNumber(String one, String other, int sign) {
    assertThat(ApiVersion.parse(one).compareTo(ApiVersion.parse(other))).isEqualTo(sign);
  }

  @ParameterizedTest
  @CsvSource({"''", "1", "one.two", "1.", ".5", "0.9", "1.-1"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> ApiVersion.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void loginIsSentAndNotPrinted() {
    RegistryLogin login = new RegistryLogin("registry.example", "me", "s3cret?>", "");

    String sent = new String(Base64.getUrlDecoder().decode(login.header()), StandardCharsets.UTF_8);
    assertThat(sent)
        .isEqualTo(
            "{\"username\":\"me\",\"password\":\"s3cret?>\",\"serveraddress\":\"registry.example\"}");
    assertThat(login.toString())
        .isEqualTo("RegistryLogin[server=registry.example, user=me, [REDACTED]]");
    assertThat(RegistryLogin.ANONYMOUS.header()).isEmpty();
  }

  @Test
  void conflictsOfPodmanAreConflicts() {
    String body =
        "{\"cause\":\"container state improper\",\"message\":\"is not running\",\"response\":500}";

    assertThat(Complaint.read(500, body)).isEqualTo(new Complaint(409, "is not running"));
    assertThat(Complaint.read(500, "{\"message\":\"no\"}")).isEqualTo(new Complaint(500, "no"));
    assertThat(Complaint.read(404, "page not found\n"))
        .isEqualTo(new Complaint(404, "page not found"));
    assertThat(Complaint.read(502, "")).isEqualTo(new Complaint(502, "the engine gave no reason"));
    assertThat(Complaint.read(500, "{\"broken"))
        .isEqualTo(new Complaint(500, "the engine gave no reason"));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Networking.Port(0, "tcp", "", 80))
        .hasMessage("ports must be 1 to 65535 (0 of the host for any), got 80:0");
    assertThatThrownBy(() -> new Mount.Volume("v", "relative", false, false))
        .hasMessage("the target of a mount must be an absolute path, got \"relative\"");
    assertThatThrownBy(() -> new Restart(Restart.Policy.ALWAYS, 3))
        .hasMessage("retries must be 0, or more for on-failure; got 3 for always");
    assertThatThrownBy(() -> ContainerSpec.of(" ")).hasMessage("a container needs an image");
    assertThat(ContainerSpec.of("a").withCommand("b").program().command()).isEqualTo(List.of("b"));
  }
}
