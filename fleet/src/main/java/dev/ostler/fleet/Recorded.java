package dev.ostler.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is remembered beside the labels of containers. Losing it loses nothing but what was pending,
 * what was adopted, and which files and unused images of hosts are ours.
 *
 * @param notes by host, then by ID of the container
 * @param traces by host, then by path on it
 * @param images by host, those that containers of ours were made from which have been removed, the
 *     latest last
 */
record Recorded(
    NavigableMap<String, NavigableMap<String, Note>> notes,
    NavigableMap<String, NavigableMap<String, Trace>> traces,
    NavigableMap<String, List<Spent>> images) {
  static final Recorded NOTHING = new Recorded(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /** So that it does not grow for ever where nobody ever prunes. */
  private static final int MOST_IMAGES = 100;

  /**
   * What is remembered of one container.
   *
   * @param workload its workload, which for an adopted one no label says
   * @param spec what it is like, if its label does not say it
   * @param pending what is not yet finished about it
   * @param generation which one after the others, if its label does not say it
   */
  record Note(String workload, Optional<SpecFields> spec, Member.Pending pending, long generation) {
    static Note of(String workload) {
      return new Note(workload, Optional.empty(), Member.Pending.NOTHING, 0);
    }

    Note with(SpecFields other) {
      return new Note(workload, Optional.of(other), pending, generation);
    }

    Note ofGeneration(long other) {
      return new Note(workload, spec, pending, other);
    }
  }

  /**
   * An image that a container was made from which has been removed.
   *
   * @param workload key of the workload whose it was
   * @param image the image
   */
  record Spent(String workload, HostEngine.Image image) {}

  Recorded {
    notes = copy(notes);
    traces = copy(traces);
    images = Collections.unmodifiableNavigableMap(new TreeMap<>(images));
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
    return new Recorded(changed(notes, host, of -> of.put(container, note)), traces, images);
  }

  Recorded without(String host, String container) {
    return new Recorded(changed(notes, host, of -> of.remove(container)), traces, images);
  }

  /** What was written on a host, by path. */
  NavigableMap<String, Trace> tracesOn(String host) {
    return traces.getOrDefault(host, Collections.emptyNavigableMap());
  }

  Recorded withTrace(String host, String path, Trace trace) {
    return new Recorded(notes, changed(traces, host, of -> of.put(path, trace)), images);
  }

  Recorded withoutTraces(String host, Collection<String> paths) {
    return new Recorded(notes, changed(traces, host, of -> of.keySet().removeAll(paths)), images);
  }

  /** Images of containers that were removed from a host, the latest last. */
  List<Spent> imagesOn(String host) {
    return images.getOrDefault(host, List.of());
  }

  Recorded withImage(String host, Spent image) {
    List<Spent> more = new ArrayList<>(imagesOn(host));
    more.remove(image);
    more.add(image);
    return withImages(host, more.subList(Math.max(0, more.size() - MOST_IMAGES), more.size()));
  }

  Recorded withoutImages(String host, Collection<Spent> gone) {
    List<Spent> fewer = new ArrayList<>(imagesOn(host));
    fewer.removeAll(gone);
    return withImages(host, fewer);
  }

  private Recorded withImages(String host, List<Spent> ofHost) {
    NavigableMap<String, List<Spent>> changed = new TreeMap<>(images);
    if (ofHost.isEmpty()) {
      changed.remove(host);
    } else {
      changed.put(host, List.copyOf(ofHost));
    }
    return new Recorded(notes, traces, changed);
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
