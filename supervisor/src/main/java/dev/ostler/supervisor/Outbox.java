package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.AnswerLine;
import dev.ostler.control.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said on a connection, in order. Kept as values, which many connections share, and
 * written down only when it is taken.
 */
final class Outbox {
  /**
   * Lines that are said one after the other, and none of which may be lost.
   *
   * @param request the request they answer; empty for a refusal
   */
  private record Entry(long number, OptionalLong request, Iterator<AnswerLine> lines) {}

  private final Queue<Entry> entries = new ArrayDeque<>();
  private final Map<Long, Follower> followers = new TreeMap<>();
  private final List<Long> answered = new ArrayList<>();
  private byte[] begun = new byte[0];
  private int begunAt;
  private long lastNumber;

  /** Adds answers to a request. */
  void add(long id, List<? extends Answer> answers) {
    OptionalLong request = OptionalLong.of(id);
    Iterator<AnswerLine> lines =
        answers.stream().map(answer -> new AnswerLine(request, answer)).iterator();
    entries.add(new Entry(++lastNumber, request, lines));
  }

  /** Adds what is said about a line that was not taken as a request. */
  void addRefusal(AnswerLine refusal) {
    entries.add(new Entry(++lastNumber, OptionalLong.empty(), List.of(refusal).iterator()));
  }

  void addFollower(long id) {
    followers.put(id, new Follower());
  }

  void endFollowers() {
    followers.clear();
  }

  /** Adds what somebody follows; nothing if that is over. */
  void follow(long id, Answer line) {
    Follower follower = followers.get(id);
    if (follower != null) {
      follower.offer(new Follower.Numbered(++lastNumber, line));
    }
  }

  int size() {
    return entries.size();
  }

  boolean hasFallenBehind() {
    return followers.values().stream().anyMatch(Follower::hasFallenBehind);
  }

  boolean isEmpty() {
    return begunAt == begun.length && entries.isEmpty() && nextFollower() == null;
  }

  /** Takes the next bytes, at most so many; none if there is nothing to say. */
  byte[] take(int most) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < most && begin()) {
      int count = Math.min(most - bytes.size(), begun.length - begunAt);
      bytes.write(begun, begunAt, count);
      begunAt += count;
    }
    return bytes.toByteArray();
  }

  /** Writes the next line down if none is begun; whether there is one. */
  private boolean begin() {
    if (begunAt < begun.length) {
      return true;
    }
    AnswerLine next = next();
    if (next == null) {
      return false;
    }
    begun = next.write().getBytes(StandardCharsets.UTF_8);
    begunAt = 0;
    return true;
  }

  private @Nullable AnswerLine next() {
    Entry entry = entries.peek();
    Map.Entry<Long, Follower> follower = nextFollower();
    if (follower == null || (entry != null && entry.number() < numberOf(follower.getValue()))) {
      return entry == null ? null : next(entry);
    }
    return next(follower.getKey(), follower.getValue());
  }

  private AnswerLine next(Entry entry) {
    AnswerLine line = entry.lines().next();
    if (!entry.lines().hasNext()) {
      entries.remove();
    }
    if (entry.request().isPresent() && line.answer().isLast()) {
      answered.add(entry.request().getAsLong());
    }
    return line;
  }

  private AnswerLine next(long id, Follower follower) {
    AnswerLine line = new AnswerLine(OptionalLong.of(id), follower.take());
    if (follower.hasFallenBehind() && follower.peek() == null) {
      followers.remove(id);
      add(id, List.of(Failure.tooSlow(follower.lost())));
    }
    return line;
  }

  /** The follower whose turn is next; null if nothing waits for any. */
  private Map.@Nullable Entry<Long, Follower> nextFollower() {
    Map.Entry<Long, Follower> next = null;
    for (Map.Entry<Long, Follower> candidate : followers.entrySet()) {
      long number = numberOf(candidate.getValue());
      if (number < Long.MAX_VALUE && (next == null || number < numberOf(next.getValue()))) {
        next = candidate;
      }
    }
    return next;
  }

  private static long numberOf(Follower follower) {
    Follower.Numbered first = follower.peek();
    return first == null ? Long.MAX_VALUE : first.number();
  }

  /** The requests whose last answer was taken since the last call. */
  List<Long> takeAnswered() {
    List<Long> taken = List.copyOf(answered);
    answered.clear();
    return taken;
  }
}
