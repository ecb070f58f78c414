package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.engine.Containers;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.UnixDialer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All that holds for containers does so behind a proxy that restricts what may be asked for. */
class RestrictedEngineWorkloadTest extends FakeEngineWorkloadTest {
  private final RestrictedSocket restricted = new RestrictedSocket(super.socket());

  @Override
  Path socketOfGateway() {
    return restricted.path();
  }

  @AfterEach
  void nothingWasRefused() {
    restricted.close();
    assertThat(restricted.refused).isEmpty();
  }

  @Test
  void proxyRefusesWhatTheGatewayDoesNotNeed() {
    try (Engine engine = Engine.over(new UnixDialer(restricted.path()))) {
      assertThatThrownBy(() -> engine.containers().remove(container(), Containers.Removal.WHOLE))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("403");
    }
    assertThat(restricted.refused).containsExactly("DELETE /containers/" + container());
    restricted.refused.clear();
  }
}
