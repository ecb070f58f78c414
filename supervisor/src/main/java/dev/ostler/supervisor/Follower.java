package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ControlEvent;
import dev.ostler.control.LogLine;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one who follows, of limited size: the oldest makes room for the newest. Who has
 * missed something gets what waits when reading goes on, and no more.
 */
final class Follower {
  private static final int MOST_LINES = 1_000;
  private static final int MOST_CHARACTERS = 256 << 10;

  /** What waits, with its place among all that is said on the connection. */
  record Numbered(long number, Answer answer) {}

  private final Queue<Numbered> waiting = new ArrayDeque<>();
  private int characters;
  private int lost;
  private boolean ending;

  void offer(Numbered line) {
    if (ending) {
      return;
    }
    waiting.add(line);
    characters += size(line);
    while (waiting.size() > MOST_LINES || (characters > MOST_CHARACTERS && waiting.size() > 1)) {
      drop();
    }
  }

  private void drop() {
    Numbered oldest = waiting.remove();
    characters -= size(oldest);
    lost++;
  }

  private static int size(Numbered line) {
    if (line.answer() instanceof LogLine log) {
      return log.text().length();
    }
    return line.answer() instanceof ControlEvent event ? event.message().length() : 0;
  }

  @Nullable Numbered peek() {
    return waiting.peek();
  }

  Answer take() {
    ending = lost > 0;
    Numbered taken = waiting.remove();
    characters -= size(taken);
    return taken.answer();
  }

  /** Whether lines were lost. */
  boolean hasFallenBehind() {
    return lost > 0;
  }

  int lost() {
    return lost;
  }
}
