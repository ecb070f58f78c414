package dev.ostler.engine;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostler.engine.Containers.Removal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** An engine with an image, and what contracts need to ask of it. */
@Timeout(120)
abstract class EngineFixture {
  static final String LABEL = "dev.ostler.test";
  static final Duration LONG = Duration.ofSeconds(30);
  static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);

  final String mark = UUID.randomUUID().toString().substring(0, 8);
  final String name = "contract-" + mark;
  Engine engine;

  /** Connects to the engine under test. */
  abstract Engine connect() throws IOException;

  @BeforeEach
  void connectAndLoadImage() throws IOException {
    engine = connect();
    if (engine.images().list().stream().noneMatch(i -> i.tags().contains(TestImage.NAME))) {
      engine.images().load(new ByteArrayInputStream(TestImage.archive()), _ -> {});
    }
  }

  @AfterEach
  void removeWhatWasMade() throws IOException {
    for (ContainerSummary left : engine.containers().list(mine())) {
      engine.containers().remove(left.id(), Removal.WHOLE);
    }
    engine.close();
    stop();
  }

  /** Ends what was started for the test, after everything else. */
  void stop() {}

  ContainerQuery mine() {
    return ContainerQuery.ALL.withLabel(LABEL + "=" + mark);
  }

  ContainerSpec spec(String... command) {
    return ContainerSpec.of(TestImage.NAME)
        .withLabels(Map.of(LABEL, mark, "other", "value"))
        .withNetworking(Networking.NONE)
        .withCommand(command);
  }

  String running() throws EngineException {
    String id = engine.containers().create(name, spec("sleep", "1000")).id();
    engine.containers().start(id);
    return id;
  }

  static EngineException refusal(Call call) {
    return catchThrowableOfType(EngineException.class, call::run);
  }

  /** A call that is expected to fail. */
  interface Call {
    void run() throws Exception;
  }
}
