package dev.ostler.engine;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody can do anything about if closing fails. */
final class Closing {
  private Closing() {}

  static void quietly(Closeable thing) {
    try {
      thing.close();
    } catch (IOException nothingToDo) {
      // Its descriptor is gone in any case.
    }
  }
}
