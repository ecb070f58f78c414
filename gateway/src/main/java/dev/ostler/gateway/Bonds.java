package dev.ostler.gateway;

import java.util.List;

/**
 * What an app has to do with others, and who wants it awake but visitors.
 *
 * @param needed how many other apps need it that are awake, or about to be
 * @param lacking which apps it needs now that are not awake
 * @param isDue whether it is woken though no visitor comes
 */
record Bonds(int needed, List<String> lacking, boolean isDue) {
  static final Bonds NONE = new Bonds(0, List.of(), false);

  /** Keeps a copy. */
  Bonds {
    lacking = List.copyOf(lacking);
  }
}
