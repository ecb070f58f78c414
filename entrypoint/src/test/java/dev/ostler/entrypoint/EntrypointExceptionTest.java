package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntrypointExceptionTest {
  @Test
  void causeMayBeMissing() {
    assertThat(new EntrypointException("cannot open /config/app.tar: it is a directory", null))
        .hasMessage("cannot open /config/app.tar: it is a directory")
        .hasNoCause();
  }
}
