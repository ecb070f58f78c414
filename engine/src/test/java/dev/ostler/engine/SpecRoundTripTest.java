package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a container can be made of reaches Docker and is read back as it was. */
@Needs(RealPart.ENGINE)
@Timeout(60)
class SpecRoundTripTest {
  @TempDir private Path folder;

  @Test
  void everyFieldIsReadBackAsItWasWritten() throws Exception {
    ContainerSpec wanted = everything();
    ContainerSpec read;
    try (Engine engine = new DockerTest().connect()) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
      String id = engine.containers().create("round-trip", wanted).id();
      read = engine.containers().inspect(id).spec();
      engine.containers().remove(id, Containers.Removal.WHOLE);
      engine.volumes().remove("round-trip-volume");
    }

    assertThat(read.image()).isEqualTo(wanted.image());
    assertThat(read.labels()).isEqualTo(wanted.labels());
    assertThat(read.program().entrypoint()).isEqualTo(wanted.program().entrypoint());
    assertThat(read.program().command()).isEqualTo(wanted.program().command());
    assertThat(read.program().environment()).containsAllEntriesOf(wanted.program().environment());
    assertThat(read.program().init()).isEqualTo(wanted.program().init());
    assertThat(read.program().terminal()).isTrue();
    assertThat(read.storage()).isEqualTo(wanted.storage());
    assertThat(read.networking().ports())
        .containsExactlyInAnyOrderElementsOf(wanted.networking().ports());
    assertThat(read.networking().hostname()).isEqualTo("web");
    assertThat(read.networking().domainname()).isEqualTo("example.com");
    assertThat(read.networking().dns()).isEqualTo(wanted.networking().dns());
    assertThat(read.networking().extraHosts()).isEqualTo(wanted.networking().extraHosts());
    assertThat(read.lifecycle()).isEqualTo(wanted.lifecycle());
    assertThat(read.privileges().devices()).isEqualTo(wanted.privileges().devices());
    assertThat(read.privileges()).isEqualTo(wanted.privileges());
    assertThat(read.resources()).isEqualTo(wanted.resources());
    assertThat(read.logging()).isEqualTo(wanted.logging());
  }

  @Test
  void containerIsMadeForThePlatformThatIsAskedFor() throws Exception {
    ContainerSpec wanted = ContainerSpec.of(TestImage.NAME);
    try (Engine engine = new DockerTest().connect()) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
      String id = engine.containers().create("", wanted.withPlatform("linux/amd64")).id();
      engine.containers().remove(id, Containers.Removal.WHOLE);

      assertThatThrownBy(() -> engine.containers().create("", wanted.withPlatform("linux/s390x")))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("linux/s390x");
    }
  }

  private ContainerSpec everything() {
    return ContainerSpec.of(TestImage.NAME)
        .withLabels(Map.of("a", "b", "c", ""))
        .withProgram(program())
        .withStorage(storage())
        .withNetworking(networking())
        .withLifecycle(lifecycle())
        .withPrivileges(privileges())
        .withResources(resources())
        .withLogging(new Logging("json-file", Map.of("max-size", "1m", "max-file", "2")));
  }

  private static Program program() {
    return new Program(
        Optional.of(List.of("/bin/sh", "-c")),
        List.of("sleep 9"),
        Map.of("EMPTY", "", "EQUALS", "a=b"),
        "1:2",
        "/tmp",
        true,
        true,
        Optional.of(true));
  }

  private Storage storage() {
    return new Storage(
        List.of(
            new Mount.Bind(folder.resolve("new").toString(), "/new", true, "rslave", true),
            new Mount.Bind(folder.toString(), "/there", false, "rprivate", false),
            new Mount.Volume("round-trip-volume", "/volume", false, true),
            new Mount.Memory("/memory", OptionalLong.of(1 << 20), OptionalInt.of(0700))),
        Map.of("/scratch", "size=1m"),
        true,
        OptionalLong.of(32 << 20));
  }

  private static Networking networking() {
    return new Networking(
        "none",
        Map.of(),
        List.of(
            new Networking.Port(80, "tcp", "127.0.0.1", 18080),
            new Networking.Port(80, "tcp", "", 18081),
            new Networking.Port(53, "udp", "", 0)),
        "web",
        "example.com",
        new Networking.Dns(List.of("192.0.2.1"), List.of("example.com"), List.of("ndots:2")),
        List.of("db:192.0.2.7"));
  }

  private static Lifecycle lifecycle() {
    return new Lifecycle(
            new Restart(Restart.Policy.ON_FAILURE, 3),
            Optional.empty(),
            "SIGINT",
            Optional.of(Duration.ofSeconds(7)),
            false)
        .withHealth(
            new HealthCheck(
                List.of("CMD", "true"),
                Optional.of(Duration.ofSeconds(5)),
                Optional.of(Duration.ofMillis(1500)),
                Optional.of(Duration.ofSeconds(1)),
                Optional.empty(),
                2));
  }

  private static Privileges privileges() {
    return new Privileges(
        false,
        List.of("NET_ADMIN"),
        List.of("ALL"),
        List.of("no-new-privileges"),
        List.of(new Privileges.Device("/dev/null", "/dev/nothing", "rwm")),
        List.of("20"),
        new Privileges.Namespaces("", "shareable", "", "", "private"),
        Map.of("kernel.msgmax", "4096"));
  }

  private static Resources resources() {
    return new Resources(
        64 << 20,
        32 << 20,
        128 << 20,
        500_000_000,
        512,
        "0",
        100,
        100,
        List.of(new Resources.Ulimit("nofile", 512, 1024)));
  }
}
