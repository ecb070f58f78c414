package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.cli.Finding.State;
import dev.ostler.testing.ContainerEngine;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.SshAgent;
import dev.ostler.testing.Tool;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetDoctorTest {
  private static final String KEYS = "hosts are reached over SSH by keys of an agent or in files";

  @TempDir Path root;
  private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

  @Test
  void bareMachineHasNoWayToHosts() throws Exception {
    environment.put("PATH", root.toString());
    environment.put("HOME", root.toString());

    List<Finding> findings = findings();

    assertThat(findings).allMatch(finding -> finding.state() == State.DOUBTFUL);
    assertThat(findings)
        .extracting(Finding::found)
        .containsExactly(
            "no 'ssh' in PATH",
            "SSH_AUTH_SOCK is not set",
            "none in " + root + "/.ssh",
            "no file known_hosts");
    assertThat(FleetDoctor.way(findings).state()).isEqualTo(State.MISSING);
  }

  @Test
  @Needs(RealPart.SSHD)
  void keysOfAnAgentAreCounted() throws Exception {
    Path key = root.resolve("id");
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    try (SshAgent agent = SshAgent.start()) {
      environment.put("SSH_AUTH_SOCK", agent.socket().toString());
      Finding empty = finding("ssh agent");
      agent.add(key);
      Finding full = finding("ssh agent");

      assertThat(empty)
          .isEqualTo(
              new Finding(
                  "ssh agent", State.DOUBTFUL, "it has no keys", KEYS, "give it one by 'ssh-add'"));
      assertThat(full).isEqualTo(Finding.ok("ssh agent", "1 key", KEYS));
      assertThat(FleetDoctor.way(List.of(full)).state()).isEqualTo(State.OK);
    }
  }

  @Test
  void keysAndKnownHostsOfTheUserAreTold() throws Exception {
    Path settings = Files.createDirectories(root.resolve("home/.ssh"));
    Files.createFile(settings.resolve("id_ed25519"));
    Files.createFile(settings.resolve("id_ed25519.pub"));
    Files.writeString(settings.resolve("known_hosts"), "# mine\na ssh-ed25519 x\nb ssh-rsa y\n");
    environment.put("HOME", root.resolve("home").toString());

    assertThat(finding("ssh keys")).isEqualTo(Finding.ok("ssh keys", "id_ed25519", KEYS));
    assertThat(finding("known hosts").found())
        .isEqualTo("2 keys in " + settings.resolve("known_hosts"));
  }

  @Test
  void socketWhereNobodyListensIsDoubtful() throws Exception {
    Path socket = root.resolve("docker.sock");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
    }
    environment.put("DOCKER_HOST", "unix://" + socket);

    Finding finding = finding("engine " + socket);

    assertThat(finding.state()).isEqualTo(State.DOUBTFUL);
    assertThat(finding.found()).contains(socket.toString(), "Connection refused");
  }

  /** It takes the connection, and never says a word. */
  @Test
  void engineThatHangsIsLeft() throws Exception {
    Path socket = root.resolve("docker.sock");
    environment.put("DOCKER_HOST", "unix://" + socket);
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));

      List<Finding> findings =
          new Examination(Duration.ofSeconds(1)).of(new FleetDoctor(environment, root).probes());

      assertThat(findings.getFirst().found()).isEqualTo("no answer within 1s");
    }
  }

  @Test
  @Needs(RealPart.ENGINE)
  void engineTellsItsVersions() throws Exception {
    environment.put("DOCKER_HOST", "unix://" + ContainerEngine.socket());

    Finding finding = finding("engine " + ContainerEngine.socket());

    assertThat(finding.found()).matches("(Docker|Podman) [0-9.]+\\S*, API 1\\.[0-9]+");
    assertThat(finding.state()).isEqualTo(State.OK);
  }

  private Finding finding(String name) throws InterruptedException {
    return findings().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Finding> findings() throws InterruptedException {
    return new Examination(Duration.ofSeconds(30)).of(new FleetDoctor(environment, root).probes());
  }
}
