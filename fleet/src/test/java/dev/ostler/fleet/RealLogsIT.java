package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Program;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many containers of one real engine have written is read at once. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class RealLogsIT extends RealEngineFixture {
  /** More than twice as many as there are connections to an engine. */
  private static final int MANY = 20;

  @Test
  void logsOfMoreContainersThanThereAreConnectionsCome() throws Exception {
    Workload[] many = IntStream.range(0, MANY).mapToObj(this::saying).toArray(Workload[]::new);
    assertThat(deploy(many).isSuccess()).isTrue();
    List<Stream> told = new CopyOnWriteArrayList<>();

    try (Operator operator = operator(many)) {
      List<Checked.Seen> containers = operator.check(Scope.of(Operator.Aim.START)).containers();
      new Streams(operator).logs(containers, Streams.Part.ALL, told::add);
    }

    assertThat(told)
        .containsExactlyInAnyOrder(
            IntStream.range(0, MANY)
                .mapToObj(i -> new Stream.Line("here", "web" + i, false, "hello " + i))
                .toArray(Stream[]::new));
  }

  /** Every other one at a terminal, whose output has another form. */
  private Workload saying(int index) {
    Workload web = web("");
    ContainerSpec spec =
        web.spec()
            .withProgram(
                new Program(
                    Optional.empty(),
                    List.of("sh", "-c", "echo hello " + index + "; sleep 1000"),
                    Map.of(),
                    "",
                    "",
                    index % 2 == 0,
                    false,
                    Optional.empty()));
    return new Workload(
        "web" + index,
        name + "-web" + index,
        web.hosts(),
        spec,
        Map.of(),
        List.of(),
        web.rollout());
  }
}
