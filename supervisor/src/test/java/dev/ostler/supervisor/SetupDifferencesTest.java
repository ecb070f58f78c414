package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupDifferencesTest {
  private static final String FILE =
      """
      processes:
        web: {command: [cat], after: [db], ready: {log: up}}
        db: {command: [sleep, 9], output: {file: log}}
      configuration:
        site: {archive: site.tar, target: site, then: [{paths: "*.conf", then: {signal: {web: HUP}}}]}
      activation: active
      signals: {HUP: reload, USR1: none, USR2: TERM}
      control: ctl.sock
      metrics: 127.0.0.1:9600
      """;

  @TempDir Path folder;

  @Test
  void sameFileReadTwiceDiffersInNothing() throws Exception {
    assertThat(SetupDifferences.between(setup(FILE), setup(FILE))).isEmpty();
  }

  @Test
  void otherSignalsAreToldAlone() throws Exception {
    assertThat(
            SetupDifferences.between(setup(FILE), setup(FILE.replace("USR2: TERM", "USR2: INT"))))
        .isEqualTo(List.of(new Difference(Action.ADJUST, "signals", "do something else")));
  }

  private Setup setup(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("run.yaml"), text);
    Map<String, String> environment = Map.of("PATH", "/bin");
    return RunFiles.setup(RunFiles.read(file, environment), environment);
  }
}
