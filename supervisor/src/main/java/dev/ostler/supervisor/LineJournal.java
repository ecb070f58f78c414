package dev.ostler.supervisor;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The last lines of every process, and those who are told each new one. */
final class LineJournal {
  /** What is kept of all processes together, since a thousand of them must not fill the memory. */
  static final int MOST = 4 * 1024 * 1024;

  private record Kept(int wanted, LastLines lines) {}

  // No record: two subscriptions of one listener are two.
  private static final class Follower {
    private final Predicate<String> processes;
    private final LineListener listener;

    Follower(Predicate<String> processes, LineListener listener) {
      this.processes = processes;
      this.listener = listener;
    }
  }

  private final Map<String, Kept> kept = new HashMap<>();
  // A listener may end its subscription while it is told a line.
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private int share = MOST;
  private long lastNumber;

  /** Keeps so many bytes of a process; fewer if many processes want some. */
  void keep(String process, int bytes) {
    if (bytes > 0) {
      Kept ours = new Kept(bytes, new LastLines(process, bytes));
      kept.put(process, ours);
      limit(ours);
      share();
    }
  }

  void forget(String process) {
    kept.remove(process);
    share();
  }

  /** Of a thousand each need not be told a thousand times: the share goes by powers of two. */
  private void share() {
    int sharing = Math.max(1, kept.size());
    int powerOfTwo = Integer.highestOneBit(2 * sharing - 1);
    if (MOST / powerOfTwo != share) {
      share = MOST / powerOfTwo;
      kept.values().forEach(this::limit);
    }
  }

  private void limit(Kept one) {
    one.lines().keepAtMost(Math.min(one.wanted(), share));
  }

  boolean keeps(String process) {
    return kept.containsKey(process);
  }

  void line(Origin origin, Instant time, Piece piece) {
    lastNumber++;
    Kept ours = kept.get(origin.process());
    if (ours != null) {
      ours.lines().add(lastNumber, time.toEpochMilli(), origin.stream(), piece);
    }
    if (!followers.isEmpty()) {
      tell(origin, time, piece);
    }
  }

  private void tell(Origin origin, Instant time, Piece piece) {
    List<Follower> told =
        followers.stream().filter(follower -> follower.processes.test(origin.process())).toList();
    if (!told.isEmpty()) {
      LogLine line = LogLine.of(origin, time, piece);
      told.forEach(follower -> follower.listener.line(line));
    }
  }

  /** The number of the newest line of all. */
  long lastNumber() {
    return lastNumber;
  }

  /** The newest lines of some processes, or of all if none is named, oldest first. */
  List<LogLine> last(Set<String> processes, int atMost) {
    List<LastLines> chosen =
        kept.entrySet().stream()
            .filter(entry -> processes.isEmpty() || processes.contains(entry.getKey()))
            .map(entry -> entry.getValue().lines())
            .toList();
    return newest(chosen, 0, atMost);
  }

  /** The newest lines of one process after the line of a number. */
  List<LogLine> lastSince(String process, long number, int atMost) {
    Kept ours = kept.get(process);
    return ours == null ? List.of() : newest(List.of(ours.lines()), number, atMost);
  }

  private static List<LogLine> newest(Collection<LastLines> from, long after, int atMost) {
    List<LastLines.Numbered> found =
        from.stream()
            .flatMap(lines -> lines.last(atMost).stream())
            .filter(line -> line.number() > after)
            .sorted(Comparator.comparingLong(LastLines.Numbered::number))
            .toList();
    Stream<LastLines.Numbered> newest = found.stream().skip(Math.max(0, found.size() - atMost));
    return newest.map(LastLines.Numbered::line).toList();
  }

  /** Tells each new line of some processes, also of those that come later. */
  Subscription follow(Predicate<String> processes, LineListener listener) {
    Follower follower = new Follower(processes, listener);
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
