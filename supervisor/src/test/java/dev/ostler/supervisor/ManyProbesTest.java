package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.Probing.Purpose;
import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManyProbesTest {
  private static final int MANY = 1000;

  private static int descriptors() {
    return ProcFs.descriptors(ProcessHandle.current().pid()).size();
  }

  private static long cpuNanos() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void thousandPagesAreAskedOnOneLoopAndLeaveNothingOpen() throws IOException {
    Heard heard = new Heard();
    List<HealthProbe> probes = new ArrayList<>();
    try (Target target = Target.answering("HTTP/1.1 200 OK\r\n\r\n");
        RealLoop loop = new RealLoop()) {
      Probe page = HttpProbes.of(URI.create("http://127.0.0.1:" + target.port() + "/"));
      Duration second = Duration.ofSeconds(1);
      Probing probing =
          new Probing(page, Purpose.ALIVE, second, second, Duration.ofSeconds(20), 3, 1);
      for (int i = 0; i < MANY; i++) {
        probes.add(HealthProbe.of(loop.router(), "probe " + i, probing, heard));
      }
      int before = descriptors();
      probes.forEach(HealthProbe::start);
      long began = cpuNanos();
      loop.await("all have answered three times", () -> heard.answers().size() >= 3 * MANY);
      System.Logger log = System.getLogger("probes");
      log.log(
          System.Logger.Level.INFO,
          "%d answers took %d ms of CPU on the loop"
              .formatted(heard.answers().size(), (cpuNanos() - began) / 1_000_000));
      probes.forEach(HealthProbe::close);

      assertThat(heard.answers()).containsOnly(HealthProbe.Outcome.SUCCESS);
      loop.during(Duration.ofMillis(300));
      assertThat(descriptors()).isLessThan(before + 50);
    }
  }
}
