package dev.ostler.fleet;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is remembered of a file or folder that was written on a host: engines do not show whose it
 * is, and it outlasts the containers that it was written for.
 *
 * @param kind what it is
 * @param image reference of the image of whom it was written for last
 * @param users for which containers it was written, by key of the workload
 * @param prints keyed hashes of what a file was like when it was written; two while it is changed
 */
record Trace(Kind kind, String image, NavigableMap<String, Span> users, List<String> prints) {
  /** What something on a host is to us. */
  enum Kind {
    /** A file that was not there before. */
    FILE,
    /** A file in the place of one that was there. */
    FOUND,
    /** A folder that was not there before. */
    FOLDER
  }

  /**
   * Generations of a workload's containers.
   *
   * @param first the earliest
   * @param last the latest
   */
  record Span(long first, long last) {
    Span and(long generation) {
      return new Span(Math.min(first, generation), Math.max(last, generation));
    }

    boolean includes(long generation) {
      return first <= generation && generation <= last;
    }
  }

  Trace {
    users = Collections.unmodifiableNavigableMap(new TreeMap<>(users));
    prints = List.copyOf(prints);
  }

  static Trace of(Kind kind) {
    return new Trace(kind, "", Collections.emptyNavigableMap(), List.of());
  }

  Trace with(List<String> others) {
    return new Trace(kind, image, users, others);
  }

  /** The same, also for a container of that generation. */
  Trace usedBy(Workload workload, long generation) {
    NavigableMap<String, Span> more = new TreeMap<>(users);
    more.merge(
        workload.key(), new Span(generation, generation), (known, _) -> known.and(generation));
    return new Trace(kind, workload.spec().image(), more, prints);
  }

  /** What a file is like, told by a hash. */
  static String print(FileView file, SecretHash hash) {
    return hash.of(
        file.mode()
            + " "
            + file.user()
            + ":"
            + file.group()
            + " "
            + Base64.getEncoder().encodeToString(file.content().bytes()));
  }
}
