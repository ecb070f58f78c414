package dev.ostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/web",
        "..",
        "a/../b",
        "a//b",
        "a?force=true",
        "a#b",
        "a b",
        "a%2e",
        "ä",
        "."
      })
  void nameThatCouldLeadElsewhereIsRefused(String name) {
    assertThatThrownBy(() -> Request.name(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the name or ID of anything: \"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web", "web_1.a-b", "registry:5000/path/app:1.2", "app@sha256:abc", "sha256:abc"})
  void nameOfContainersAndImagesIsTaken(String name) {
    assertThat(Request.name(name)).isEqualTo(name);
  }

  @Test
  void queryIsEncoded() {
    Request request =
        Request.get("list", "/x").query("filters", "{\"a\":[\"b c&d\"]}").query("all", true);

    assertThat(request.target())
        .isEqualTo("/x?filters=%7B%22a%22%3A%5B%22b+c%26d%22%5D%7D&all=true");
  }
}
