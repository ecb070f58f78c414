package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private static final List<Fault> FAULTS = Fault.of(Level.FLEET);

  private static List<Fault> drawn(long round) {
    Deck deck = new Deck(FAULTS, round, new SplittableRandom(7 + round));
    return Stream.generate(deck::draw).limit(5).toList();
  }

  @Test
  void sameRoundOfTheSameSeedHasTheSameFaults() {
    assertThat(drawn(3)).isEqualTo(drawn(3));
  }

  @Test
  void asManyRoundsAsThereAreFaultsHaveAllOfThem() {
    Set<Fault> first = EnumSet.noneOf(Fault.class);
    IntStream.range(0, FAULTS.size()).forEach(round -> first.add(drawn(round).getFirst()));

    assertThat(first).containsExactlyInAnyOrderElementsOf(FAULTS);
  }
}
