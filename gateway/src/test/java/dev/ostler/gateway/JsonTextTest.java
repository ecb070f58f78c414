package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** JSON that may be looked at by whatever shows it. */
class JsonTextTest {
  @Test
  void noControlCharacterIsWrittenAsItIs() {
    assertThat(JsonText.of("a\u001b\n\u007f\u0085\u009b\u00e4"))
        .isEqualTo("\"a\\u001b\\u000a\\u007f\\u0085\\u009b\u00e4\"");
  }
}
