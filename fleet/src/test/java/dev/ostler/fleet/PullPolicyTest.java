package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullPolicyTest {
  @TempDir private Path folder;

  @Test
  void imageThatIsThereIsFetchedAnewIfTheRulesOfTheWorkloadSaySo() throws Exception {
    Workload.Rules rules = World.quick(Workload.Rules.usual());
    Workload missing = Workload.of("missing", ContainerSpec.of(TestImage.NAME), "here").with(rules);
    Workload always = missing.with(rules.with(PullPolicy.ALWAYS));

    assertThat(fetches(missing)).isZero();
    assertThat(fetches(always)).isEqualTo(1);
  }

  private long fetches(Workload workload) throws Exception {
    try (FakeEngine engine = FakeEngine.start();
        Operator operator = Engines.operator(engine, folder, workload)) {
      engine.addToRegistry(TestImage.NAME);

      Report report = operator.check().deploy(_ -> {});

      assertThat(report.isSuccess()).as(report.toString()).isTrue();
      return engine.calls().stream().filter("POST /images/create"::equals).count();
    }
  }
}
