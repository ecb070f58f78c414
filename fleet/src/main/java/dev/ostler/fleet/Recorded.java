package dev.ostler.fleet;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is remembered of containers beside their labels. Losing it loses nothing but what was
 * pending and what was adopted.
 *
 * @param notes by host, then by ID of the container
 */
record Recorded(NavigableMap<String, NavigableMap<String, Note>> notes) {
  static final Recorded NOTHING = new Recorded(new TreeMap<>());

  /**
   * What is remembered of one container.
   *
   * @param workload its workload, which for an adopted one no label says
   * @param spec what it is like, if its label does not say it
   * @param pending what is not yet finished about it
   */
  record Note(String workload, Optional<SpecFields> spec, Member.Pending pending) {
    static Note of(String workload) {
      return new Note(workload, Optional.empty(), Member.Pending.NOTHING);
    }

    Note with(Member.Pending other) {
      return new Note(workload, spec, other);
    }

    Note with(SpecFields other) {
      return new Note(workload, Optional.of(other), pending);
    }

    boolean saysNothing() {
      return spec.isEmpty() && pending.equals(Member.Pending.NOTHING);
    }
  }

  Recorded {
    NavigableMap<String, NavigableMap<String, Note>> copy = new TreeMap<>();
    notes.forEach(
        (host, of) -> copy.put(host, Collections.unmodifiableNavigableMap(new TreeMap<>(of))));
    notes = Collections.unmodifiableNavigableMap(copy);
  }

  Optional<Note> note(String host, String container) {
    return Optional.ofNullable(
        notes.getOrDefault(host, Collections.emptyNavigableMap()).get(container));
  }

  Recorded with(String host, String container, Note note) {
    NavigableMap<String, NavigableMap<String, Note>> more = new TreeMap<>(notes);
    NavigableMap<String, Note> ofHost =
        new TreeMap<>(notes.getOrDefault(host, Collections.emptyNavigableMap()));
    ofHost.put(container, note);
    more.put(host, ofHost);
    return new Recorded(more);
  }

  Recorded without(String host, String container) {
    NavigableMap<String, NavigableMap<String, Note>> fewer = new TreeMap<>(notes);
    NavigableMap<String, Note> ofHost =
        new TreeMap<>(notes.getOrDefault(host, Collections.emptyNavigableMap()));
    ofHost.remove(container);
    fewer.put(host, ofHost);
    return new Recorded(fewer);
  }

  /** Hosts of which something is remembered. */
  List<String> hosts() {
    return notes.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }
}
