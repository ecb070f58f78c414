package dev.ostler.supervisor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Of a thousand processes an input concerns one and those that follow it: the others need no look.
 * Looks go through the file's order again and again, and one that becomes due while a later one is
 * looked at waits for the next round, just as if all had been looked at.
 */
/** Which processes are to be looked at anew, in order. */
final class Attention {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final BitSet due = new BitSet();
  private final BitSet touched = new BitSet();

  /** Follows other processes, all of which are due. */
  void follow(Collection<String> processes) {
    names.clear();
    places.clear();
    due.clear();
    touched.clear();
    for (String process : processes) {
      places.put(process, names.size());
      names.add(process);
    }
    addAll();
  }

  /** Forgets who was touched. */
  void begin() {
    touched.clear();
  }

  void add(String process) {
    Integer place = places.get(process);
    if (place != null) {
      due.set(place);
      touched.set(place);
    }
  }

  void addAll(Collection<String> processes) {
    for (String process : processes) {
      add(process);
    }
  }

  void addAll() {
    due.set(0, names.size());
    touched.set(0, names.size());
  }

  boolean isEmpty() {
    return due.isEmpty();
  }

  /** Takes the next one of a round; null at its end. */
  @Nullable String takeAfter(@Nullable String last) {
    Integer place = last == null ? null : places.get(last);
    int next = due.nextSetBit(place == null ? 0 : place + 1);
    if (next < 0) {
      return null;
    }
    due.clear(next);
    return names.get(next);
  }

  /** Those that were due at any time since the beginning, in order. */
  List<String> touched() {
    List<String> all = new ArrayList<>();
    for (int place = touched.nextSetBit(0); place >= 0; place = touched.nextSetBit(place + 1)) {
      all.add(names.get(place));
    }
    return all;
  }
}
