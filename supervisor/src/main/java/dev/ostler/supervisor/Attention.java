package dev.ostler.supervisor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * Of a thousand processes an input concerns one and those that follow it: the others need no look.
 * Looks go through the file's order, round after round.
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

  void addAll() {
    due.set(0, names.size());
    touched.set(0, names.size());
  }

  boolean isEmpty() {
    return due.isEmpty();
  }

  /** Takes all that are due, in order; who becomes due from now on is of the next round. */
  List<String> take() {
    List<String> round = named(due);
    due.clear();
    return round;
  }

  /** Those that were due at any time since the beginning, in order. */
  List<String> touched() {
    return named(touched);
  }

  private List<String> named(BitSet which) {
    List<String> all = new ArrayList<>();
    for (int place = which.nextSetBit(0); place >= 0; place = which.nextSetBit(place + 1)) {
      all.add(names.get(place));
    }
    return all;
  }
}
