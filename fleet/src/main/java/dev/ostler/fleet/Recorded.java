package dev.ostler.fleet;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is remembered beside the labels of containers. Losing it loses nothing but what was pending,
 * what was adopted, and which files of hosts are ours.
 *
 * @param notes by host, then by ID of the container
 * @param traces by host, then by path on it
 */
record Recorded(
    NavigableMap<String, NavigableMap<String, Note>> notes,
    NavigableMap<String, NavigableMap<String, Trace>> traces) {
  static final Recorded NOTHING = new Recorded(new TreeMap<>(), new TreeMap<>());

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

    Note with(SpecFields other) {
      return new Note(workload, Optional.of(other), pending);
    }
  }

  Recorded {
    notes = copy(notes);
    traces = copy(traces);
  }

  private static <T> NavigableMap<String, NavigableMap<String, T>> copy(
      NavigableMap<String, NavigableMap<String, T>> byHost) {
    NavigableMap<String, NavigableMap<String, T>> copy = new TreeMap<>();
    byHost.forEach(
        (host, of) -> copy.put(host, Collections.unmodifiableNavigableMap(new TreeMap<>(of))));
    return Collections.unmodifiableNavigableMap(copy);
  }

  Optional<Note> note(String host, String container) {
    return Optional.ofNullable(
        notes.getOrDefault(host, Collections.emptyNavigableMap()).get(container));
  }

  Recorded with(String host, String container, Note note) {
    return new Recorded(changed(notes, host, of -> of.put(container, note)), traces);
  }

  Recorded without(String host, String container) {
    return new Recorded(changed(notes, host, of -> of.remove(container)), traces);
  }

  /** What was written on a host, by path. */
  NavigableMap<String, Trace> tracesOn(String host) {
    return traces.getOrDefault(host, Collections.emptyNavigableMap());
  }

  Recorded withTrace(String host, String path, Trace trace) {
    return new Recorded(notes, changed(traces, host, of -> of.put(path, trace)));
  }

  Recorded withoutTraces(String host, Collection<String> paths) {
    return new Recorded(notes, changed(traces, host, of -> of.keySet().removeAll(paths)));
  }

  private static <T> NavigableMap<String, NavigableMap<String, T>> changed(
      NavigableMap<String, NavigableMap<String, T>> byHost,
      String host,
      Consumer<NavigableMap<String, T>> change) {
    NavigableMap<String, NavigableMap<String, T>> changed = new TreeMap<>(byHost);
    NavigableMap<String, T> ofHost =
        new TreeMap<>(byHost.getOrDefault(host, Collections.emptyNavigableMap()));
    change.accept(ofHost);
    changed.put(host, ofHost);
    return changed;
  }

  /** With what a file says of containers of which nothing is remembered yet. */
  Recorded with(List<Known> known, SecretHash hash) {
    Recorded more = this;
    for (Known one : known) {
      if (note(one.host(), one.id()).isEmpty()) {
        SpecFields spec = SpecFields.of(one.workload(), hash);
        more = more.with(one.host(), one.id(), Note.of(one.workload().key()).with(spec));
      }
    }
    return more;
  }
}
