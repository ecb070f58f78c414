package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is remembered of images. */
class RecordedTest {
  @Test
  void hundredLatestImagesOfAHostAreRemembered() {
    Recorded recorded = Recorded.NOTHING;
    for (int i = 0; i < 102; i++) {
      recorded = recorded.withImage("here", image(i));
    }

    assertThat(recorded.imagesOn("here")).hasSize(100).startsWith(image(2)).endsWith(image(101));
  }

  @Test
  void imageThatComesAgainIsTheLatest() {
    Recorded recorded =
        Recorded.NOTHING
            .withImage("here", image(1))
            .withImage("here", image(2))
            .withImage("here", image(1));

    assertThat(recorded.imagesOn("here")).containsExactly(image(2), image(1));
  }

  private static Recorded.Spent image(int number) {
    return new Recorded.Spent("web", new HostEngine.Image("web:" + number, "sha256:" + number));
  }
}
