package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.control.ControlClient;
import dev.ostler.engine.UnixDialer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Platforms that take whatever they are told, and say nothing. */
@SuppressWarnings("NullAway.Init")
class SilentPlatformTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  @TempDir Path folder;
  private Path socket;
  private ServerSocketChannel silence;

  @BeforeEach
  void open() throws IOException {
    socket = folder.resolve("s");
    silence = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    silence.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    silence.close();
  }

  private void assertUnknownAndNotRested(Workload workload, String why) {
    try (workload) {
      assertThat(workload.observe()).isEqualTo(new Observation.Unknown(why));
      assertThatThrownBy(workload::rest)
          .isInstanceOf(WorkloadException.class)
          .hasMessage("cannot rest shop: " + why);
    }
  }

  private EngineAccess engine() {
    return EngineAccess.over(new UnixDialer(socket), PATIENCE);
  }

  @Test
  void containerOfASilentEngineIsUnknownAndNotGone() {
    EngineWorkload.Choice choice =
        new EngineWorkload.Choice(Optional.of("web"), Optional.empty(), false);
    assertUnknownAndNotRested(
        new EngineWorkload("shop", engine(), choice, EngineReach.here(80)),
        "cannot ask for the version of the API on unix://" + socket + ": no answer within 300 ms");
  }

  @Test
  void processesOfASilentSupervisorAreUnknownAndNotGone() {
    ControlClient client = ControlClient.at(socket).withPatience(PATIENCE);
    assertUnknownAndNotRested(
        new ProcessWorkload("shop", client, List.of("web"), ListenAddress.parse("127.0.0.1:80")),
        "cannot get an answer of Ostler at " + socket + ": none came within 300 ms");
  }
}
