package dev.ostler.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A format with one of everything. */
@Description("An inn with its stables")
record Inn(
    @Description("What stands over the door") String name,
    @Range(min = 1, max = 40) @Default("4") int stalls,
    @Range(min = 0, max = 1) @Default("0.5") double slope,
    @Default("1000000000000") long grains,
    @Default("false") boolean open,
    Optional<Boolean> haunted,
    @Range(min = 1) Optional<Integer> floors,
    @Default("30s") Duration within,
    @Default("10MiB") Size cellar,
    Optional<Path> ledger,
    Optional<URI> site,
    Optional<Secret> key,
    @Default("oats-only") Feed feed,
    List<String> guests,
    @OneOrMany List<String> signs,
    @ListMeans("hay") Map<String, Feed> rations,
    Map<String, Horse> horses,
    @Default("closed") Gate gate,
    Optional<Probe> probe,
    @Default("{}") Hearth hearth,
    Optional<Colour> colour,
    Map<String, List<Integer>> tabs,
    Map<Colour, Integer> cups) {

  enum Feed {
    HAY,
    OATS_ONLY
  }

  /** Has a rule of its own. */
  record Horse(@Required List<String> bridle, @Key("for") Optional<String> owner) {
    Horse {
      if (bridle.contains("rope")) {
        throw new IllegalArgumentException("a horse is not led by a rope");
      }
    }
  }

  /** Words, mappings, a list. */
  sealed interface Gate {
    /** A word. */
    record Closed() implements Gate {}

    /** Two words. */
    record HalfOpen() implements Gate {}

    /** One key. */
    record Toll(@Range(min = 0) int toll) implements Gate {}

    /** Several keys. */
    record Guard(String guard, @Default("1s") Duration shift) implements Gate {}

    /** A list. */
    record Several(@ShortForm List<Gate> all) implements Gate {}
  }

  /** Exactly one of two. */
  @OneOf({"http", "tcp"})
  record Probe(Optional<URI> http, Optional<String> tcp, @Default("1s") Duration every) {}

  /** May be given as its wood. */
  record Hearth(@ShortForm @Default("oak") String wood, @Default("3") int logs) {}

  /** Reads itself. */
  record Colour(int rgb) {
    static Colour parse(String text) {
      if (!text.equalsIgnoreCase("red")) {
        throw new IllegalArgumentException("no such colour '" + text + "': there is red");
      }
      return new Colour(0xFF0000);
    }
  }
}
