package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which labels apps are looked for. */
class KubernetesKeysTest {
  private static final String LONG =
      "a-tool-with-a-long-name-of-somebody.tools.example.organisation.test";

  @ParameterizedTest
  @CsvSource({
    "shop.example.org, shop.example.org",
    "Shop.Example.ORG:8080, shop.example.org",
    "shop.example.org., shop.example.org",
    "localhost:80, localhost",
  })
  void hostIsWithoutItsPortItsCaseAndItsLastDot(String given, String host) {
    assertThat(KubernetesKeys.host(given)).isEqualTo(host);
  }

  @Test
  void labelThatIsAskedForIsLookedForFirst() {
    assertThat(new KubernetesKeys("host").labels())
        .containsExactly("host", "unidle-key", "unidler-key");
    assertThat(new KubernetesKeys("team-key").labels())
        .containsExactly("team-key", "unidle-key", "host", "unidler-key");
  }

  @Test
  void unidleKeyIsTheFirstNameOfTheHost() {
    assertThat(new KubernetesKeys("unidle-key").values("unidle-key", "shop.example.org"))
        .containsExactly("shop", "shop.example.org");
  }

  @Test
  void hostThatIsTooLongForALabelIsCutAndNeverEndsInADot() {
    String dotted = LONG.substring(0, 36).replaceAll("-$", "") + LONG.substring(36);

    assertThat(new KubernetesKeys("host").values("host", dotted))
        .allMatch(value -> value.length() <= 63 && value.matches(".*[a-z0-9]$"))
        .contains("a-tool-with-a-long-name-of-somebody");
    assertThat(new KubernetesKeys("host").values("host", "x".repeat(62) + ".example.org"))
        .containsExactly("x".repeat(62));
  }
}
