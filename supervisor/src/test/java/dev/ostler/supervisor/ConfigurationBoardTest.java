package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus;
import dev.ostler.control.UpdateResult;
import dev.ostler.entrypoint.TreeOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationBoardTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ConfigurationSetup SITE =
      new ConfigurationSetup(
          "site",
          new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, Path.of("/site.tar")),
          Path.of("/site"),
          TreeOptions.defaults(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Set.of("web"),
          false);

  private final ConfigurationBoard board = new ConfigurationBoard(InstantSource.fixed(NOW));

  private ConfigurationStatus status(PipelinePhase phase) {
    return board.status(SITE, PipelineState.initial(false).in(phase));
  }

  @Test
  void whatIsTriedAgainIsRefusedAndSaysSo() {
    board.refused("cannot write /site: no space");

    ConfigurationStatus status = status(PipelinePhase.AWAITING_RETRY);

    assertThat(status.state()).isEqualTo(ConfigurationStatus.State.REFUSED);
    assertThat(status.lastUpdate().map(UpdateResult::message))
        .hasValue(
            "cannot write /site: no space; it is tried again until it is in place or a newer"
                + " version comes");
  }

  @Test
  void whatIsRefusedForGoodIsToldAsItIs() {
    board.refused("cannot read /site.tar: no tar archive");

    assertThat(status(PipelinePhase.IDLE).lastUpdate().map(UpdateResult::message))
        .hasValue("cannot read /site.tar: no tar archive");
  }
}
