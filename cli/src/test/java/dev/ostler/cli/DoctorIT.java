package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import org.junit.jupiter.api.Test;

class DoctorIT {
  @Test
  void machineThatRunsTheTestsCanRunProcesses() {
    Result result = OstlerCommand.of("doctor", "run").run();

    assertThat(result.output())
        .startsWith("ostler run\n  ok         kernel: ")
        .contains("\n  ok         child: started, and awaited by a pidfd\n");
    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  @Needs(RealPart.ROOT)
  void machineWithoutAnyWayToHostsIs69() {
    Result result =
        OstlerCommand.of("doctor", "-q", "fleet")
            .with("HOME", "/nonexistent")
            .under("unshare", "--mount", "sh", "-c", "mount -t tmpfs t /run && exec \"$@\"", "sh")
            .run();

    assertThat(result.output())
        .contains(
            "\n  missing    a way to hosts: no engine answers here, and there is no SSH key\n");
    assertThat(result.errors()).isEmpty();
    assertThat(result.status()).isEqualTo(69);
  }

  @Test
  @Needs(RealPart.ROOT)
  void userWithoutPrivilegesIsToldWhatIsNotPossible() {
    Result result =
        OstlerCommand.of("doctor", "run", "--output", "json")
            .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            .run();

    assertThat(result.output())
        .startsWith("{\"version\":1,\"job\":\"run\",\"well\":true,\"findings\":[{")
        .contains(
            "{\"name\":\"capabilities\",\"state\":\"doubtful\",\"found\":\"none\",\"why\":\"without"
                + " CHOWN owners of files in archives become those of Ostler;");
    assertThat(result.status()).isZero();
  }

  @Test
  void unknownJobIsNamed() {
    assertThat(OstlerCommand.of("doctor", "ward").run())
        .isEqualTo(
            new Result(
                64,
                "",
                "ostler: no such job 'ward'; there are run, fleet and gateway: ostler doctor"
                    + " [run|fleet|gateway]\n"));
  }
}
